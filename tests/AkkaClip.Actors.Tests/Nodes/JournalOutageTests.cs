using Akka.Actor;
using Akka.Persistence;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;
using AkkaClip.TestSupport;
using Microsoft.Data.Sqlite;

namespace AkkaClip.Actors.Tests.Nodes;

/// <summary>A database that goes away while runs train, and what is in it when it is back.</summary>
public sealed class JournalOutageTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string SqliteConnection => $"Data Source={_folder.Path}/journal.db;Default Timeout=1";

    [Fact]
    public async Task A_locked_SQLite_file_stops_no_training_and_gets_every_event_once()
    {
        using var other = new SqliteConnection(SqliteConnection);
        await Outage(
            ("SQLite.MS", SqliteConnection),
            () =>
            {
                other.Open();
                Execute(other, "BEGIN IMMEDIATE");
            },
            () => Execute(other, "ROLLBACK"));
    }

    [Fact]
    public async Task A_database_that_comes_back_empty_gets_all_runs_again()
    {
        using var other = new SqliteConnection(SqliteConnection);
        await Outage(
            ("SQLite.MS", SqliteConnection),
            () =>
            {
                other.Open();
                Execute(other, "BEGIN IMMEDIATE");
            },
            () => Execute(other, "DELETE FROM journal; COMMIT"),
            isEmpty: true);
    }

    [SkippableFact]
    public async Task A_PostgreSQL_that_crashes_stops_no_training_and_gets_every_event_once()
    {
        Skip.IfNot(PostgreSqlServer.IsInstalled, PostgreSqlServer.WhyNot);
        using var server = new PostgreSqlServer();
        await Outage(("PostgreSQL.15", server.NewDatabase()), server.Stop, server.Start);
    }

    [SkippableFact]
    public async Task A_new_registry_waits_for_the_database_and_says_so()
    {
        Skip.IfNot(PostgreSqlServer.IsInstalled, PostgreSqlServer.WhyNot);
        using var server = new PostgreSqlServer();
        await using var cluster = new TestCluster(_folder.Path, (_, _) => new FakeParts(new FaultPlan()), ("PostgreSQL.15", server.NewDatabase()));
        var first = await cluster.Start("control-1", 0, NodeRoles.Control);
        var second = await cluster.Start("control-2", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await TestCluster.Submit(second, Endless);
        await Until(second, answer => answer is RunRegistry.RunFound { Status: { State: RunState.Training, Figures.Progress.Step: > 0 } });

        server.Stop();
        await cluster.Stop(first);
        var waits = (RunRegistry.RegistryWaits)await Until(second, answer => answer is RunRegistry.RegistryWaits);
        server.Start();
        var found = (RunRegistry.RunFound)await Until(second, answer => answer is RunRegistry.RunFound { Status: { State: RunState.Training, Figures.Takeover: not null } });
        await TestCluster.Ask(second, new RunRegistry.StopRun(Endless.Name, "the test wants it"));

        Assert.Contains("the registry on control-2 cannot read its journal since", waits.Reason, StringComparison.Ordinal);
        Assert.Equal((2, "the registry of runs has moved to control-2"), (found.Status.Figures.Takeover!.Term, found.Status.Figures.Takeover.Reason));
        Assert.Equal(JournalStatus.Fine, found.Journal);
        Assert.Equal(RunState.Stopped, (await TestCluster.Ended(second, Endless.Name)).State);
        Assert.DoesNotContain(MetricsFiles.Read(_folder.Path), happened => happened is RunEvent.TrainerLost or RunEvent.TrainerHealed);
    }

    private RunSpec Endless => Specs.Run(_folder.Path) with
    {
        LogEverySteps = 10,
        Training = Specs.Run("").Training with { NumSteps = 100_000_000, LearningRate = 1e-3 },
        Trainers = Specs.Run("").Trainers with { Count = 1, ChecksumEverySteps = 0 },
    };

    private async Task Outage((string Provider, string Connection) database, Action goAway, Action comeBack, bool isEmpty = false)
    {
        await using var cluster = new TestCluster(_folder.Path, (_, _) => new FakeParts(new FaultPlan()), database);
        var control = await cluster.Start("control", 0, NodeRoles.Control);
        await cluster.Start("a", 1, NodeRoles.Trainer);
        await TestCluster.Submit(control, Endless);
        await Until(control, answer => answer is RunRegistry.RunFound { Status.State: RunState.Training, Journal.NumKept: 0 });

        goAway();
        await TestCluster.Ask(control, new RunRegistry.PauseRun(Endless.Name));
        await Until(control, answer => answer is RunRegistry.RunFound { Status.State: RunState.Paused, Journal.AwaySince: not null });
        await TestCluster.Ask(control, new RunRegistry.ResumeRun(Endless.Name));
        var away = (RunRegistry.RunFound)await Until(control, answer => answer is RunRegistry.RunFound { Status.State: RunState.Training, Journal.NumKept: 2 });
        await Until(control, answer => answer is RunRegistry.RunFound found && StepOf(found) > StepOf(away));
        var refused = Assert.IsType<RunRegistry.RunRefused>(await TestCluster.Ask(control, new RunRegistry.SubmitRun(Endless with { Name = "another" })));
        comeBack();
        await Until(control, answer => answer is RunRegistry.RunFound { Journal: { AwaySince: null, NumKept: 0 } });
        await TestCluster.Ask(control, new RunRegistry.StopRun(Endless.Name, "the test wants it"));
        Assert.Equal(RunState.Stopped, (await TestCluster.Ended(control, Endless.Name)).State);

        Assert.Contains("the cluster's database is away since", refused.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(away.Journal.Reason);
        var events = await Recorded(control, isEmpty ? 5 : 7);
        Assert.Equal(Enumerable.Range(0, events.Count).Select(i => events[0].Number + i), events.Select(happened => happened.Number));
        RunState[] expected = isEmpty
            ? [RunState.Paused, RunState.Training, RunState.Training, RunState.Finishing, RunState.Stopped]
            : [RunState.Training, RunState.Paused, RunState.Training, RunState.Finishing, RunState.Stopped];
        Assert.Equal(expected, events.OfType<RegistryEvent.RunChanged>().Select(changed => changed.State));
        Assert.Single(events.OfType<RegistryEvent.RunTaken>());
        Assert.Single(events.OfType<RegistryEvent.TermBegun>());
    }

    private static long StepOf(RunRegistry.RunFound found) => found.Status.Figures.Progress?.Step ?? 0;

    /// <summary>What the registry answers of the run, once it is as wanted.</summary>
    private async Task<object> Until(ClusterNode node, Func<object, bool> condition)
    {
        using var patience = new CancellationTokenSource(TestCluster.Patience);
        while (true)
        {
            var answer = await TestCluster.Query(node, new RunRegistry.GetRun(Endless.Name));
            if (condition(answer))
                return answer;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>What is in the journal, as the next registry would read it, once there are so many events.</summary>
    private static async Task<IReadOnlyList<RegistryEvent>> Recorded(ClusterNode node, int numEvents)
    {
        using var patience = new CancellationTokenSource(TestCluster.Patience);
        while (true)
        {
            var reader = node.System.ActorOf(Props.Create(() => new JournalReader()));
            var events = await reader.Ask<IReadOnlyList<RegistryEvent>>("read", patience.Token);
            if (events.Count >= numEvents)
                return events;
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class JournalReader : ReceivePersistentActor
    {
        private readonly List<RegistryEvent> _events = [];

        public JournalReader()
        {
            Recover<RegistryEvent>(_events.Add);
            Command<string>(_ =>
            {
                Sender.Tell(_events);
                Context.Stop(Self);
            });
        }

        public override string PersistenceId => "runs";
    }
}
