using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Wire;
using AkkaClip.App.Clients;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Membership;

namespace AkkaClip.App.Tests.Clients;

/// <summary>What a client and a registry tell each other; a probe is the registry, and time is virtual.</summary>
public sealed class RunFollowerTests : TestKit
{
    private const string Run = "the-run";
    private static readonly Config s_virtualTime = ConfigurationFactory.ParseString("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"");

    private static readonly DateTimeOffset s_taken = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestProbe _registry;

    public RunFollowerTests()
        : base(s_virtualTime) => _registry = CreateTestProbe();

    [Fact]
    public async Task A_run_is_followed_from_the_first_knock_to_its_end()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        Answer<RunRegistry.WatchRun>(new RunRegistry.RunAccepted(Run, s_taken));
        await run.Accepted;

        Tell(new RunEvent.TrainerLost("another", "t-0", "gone") { Time = s_taken.AddSeconds(1) });
        Tell(Lost("t-1", 2));
        Tell(new RunRegistry.RunEnded(new RunId(Run), RunState.Completed, "all steps are done", 7, "/runs/7"));

        Assert.Equal(new RunOutcome(RunState.Completed, "all steps are done", "/runs/7"), await run.Outcome);
        Assert.Equal([Lost("t-1", 2)], await run.EventsAsync(default).ToListAsync());
    }

    [Fact]
    public async Task What_happened_while_nobody_could_tell_is_asked_for_and_nothing_is_told_twice()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        Assert.Null(_registry.ExpectMsg<RunRegistry.WatchRun>().Since);
        _registry.Reply(new RunRegistry.RunAccepted(Run, s_taken));
        Tell(Lost("t-1", 2));

        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(s_taken.AddSeconds(2), _registry.ExpectMsg<RunRegistry.WatchRun>().Since);
        Tell(Lost("t-1", 2)); // by an earlier watch
        Tell(Lost("t-2", 3));
        Tell(new RunRegistry.RunEnded(new RunId(Run), RunState.Failed, "too few trainers", 7, null));

        Assert.Equal([Lost("t-1", 2), Lost("t-2", 3)], await run.EventsAsync(default).ToListAsync());
    }

    [Fact]
    public async Task A_registry_that_waits_for_its_database_is_waited_for()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RegistryWaits("no database"));
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMinutes(1));
        Assert.False(run.Accepted.IsCompleted);

        _registry.FishForMessage(message => message is RunRegistry.GetRuns);
        _registry.Reply(new RunRegistry.RunList([], JournalStatus.Fine));
        _registry.FishForMessage(message => message is RunRegistry.WatchRun);
        _registry.Reply(new RunRegistry.RunAccepted(Run, s_taken));
        await run.Accepted;
    }

    [Fact]
    public async Task The_request_to_watch_is_repeated_so_that_a_new_registry_learns_of_it()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        Answer<RunRegistry.WatchRun>(new RunRegistry.RunAccepted(Run, s_taken));
        await run.Accepted;

        for (var repetition = 0; repetition < 3; repetition++)
        {
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(2));
            Answer<RunRegistry.WatchRun>(new RunRegistry.RunAccepted(Run, s_taken));
        }
    }

    [Fact]
    public async Task A_run_that_ended_unseen_is_looked_up()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        Answer<RunRegistry.WatchRun>(new RunRegistry.RunRefused(Run, "there is no run under way"));
        Answer<RunRegistry.GetRun>(new RunRegistry.RunFound(
            new RunStatus(new RunRecord(Run, "/runs", RunState.Failed, "the disk is full", default, default), default, null, [], 3, RunFigures.None), JournalStatus.Fine));

        Assert.Equal(new RunOutcome(RunState.Failed, "the disk is full", null), await run.Outcome);
        await run.Accepted;
    }

    [Fact]
    public async Task A_run_that_never_was_is_refused_in_the_registrys_words()
    {
        using var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        Answer<RunRegistry.WatchRun>(new RunRegistry.RunRefused(Run, "not under way"));
        Answer<RunRegistry.GetRun>(new RunRegistry.RunRefused(Run, "there is no run the-run"));

        Assert.Equal("there is no run the-run", (await Assert.ThrowsAsync<UserErrorException>(() => run.Accepted)).Message);
        Assert.Empty(await run.EventsAsync(default).ToListAsync());
    }

    [Fact]
    public async Task A_submitted_run_is_taken_before_it_is_watched_and_may_take_its_time()
    {
        using var files = new Configuration.ConfigurationFiles();
        using var run = new RemoteRun(Sys, Route(), Run, files.Load("").Run);
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        var submitted = _registry.ExpectMsg<RunRegistry.SubmitRun>();
        Assert.Equal("unnamed", submitted.Spec.Name);
        var follower = _registry.LastSender;

        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(2)); // whoever was to pass it on may be lost
        Assert.Equal(submitted.Ticket, _registry.ExpectMsg<RunRegistry.SubmitRun>().Ticket);
        Assert.NotEmpty(submitted.Ticket);
        Assert.False(run.Accepted.IsCompleted);
        follower.Tell(new RunRegistry.RunAccepted(Run, s_taken), _registry);
        Answer<RunRegistry.WatchRun>(new RunRegistry.RunAccepted(Run, s_taken));

        await run.Accepted;
    }

    [Fact]
    public async Task Silence_is_told_after_the_time_limit()
    {
        using var run = Follow();
        _registry.ExpectMsg<RunRegistry.GetRuns>();
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("nobody answers", (await Assert.ThrowsAsync<UserErrorException>(() => run.Accepted)).Message);
    }

    [Fact]
    public async Task Who_stops_following_waits_for_nothing()
    {
        var run = Follow();
        Answer<RunRegistry.GetRuns>(new RunRegistry.RunList([], JournalStatus.Fine));
        run.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Accepted);
        Assert.Empty(await run.EventsAsync(default).ToListAsync());
    }

    [Fact]
    public void An_event_says_on_the_wire_of_which_run_it_is()
    {
        var serializer = new WireSerializer((ExtendedActorSystem)Sys);
        var happened = new RunEvent.StateChanged(Run, RunState.Training, "all trainers are there");
        Assert.Equal(happened, serializer.FromBinary(serializer.ToBinary(happened), serializer.Manifest(happened)));
    }

    private static RunEvent.TrainerLost Lost(string trainer, int second) => new(Run, trainer, "gone") { Time = s_taken.AddSeconds(second) };

    private RemoteRun Follow() => new(Sys, Route(), Run, submitted: null);

    private RunFollower.Route Route() => new(_registry.Ref.Tell, TimeSpan.FromSeconds(10), "nobody answers");

    private void Answer<T>(object answer)
    {
        _registry.ExpectMsg<T>();
        _registry.Reply(answer);
    }

    private void Tell(object message) => _registry.LastSender.Tell(message, _registry);
}
