using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using AkkaClip.TestSupport;

namespace AkkaClip.Benchmarks;

/// <summary>
/// Events a second in a SQLite file and in PostgreSQL, with the database's own durability. Beside them what the plug-in's
/// documentation gives for Akka.Persistence.Sql on PostgreSQL, on another machine.
/// </summary>
public static class PersistenceThroughput
{
    private const int NumSequential = 1_000;
    private const int NumAsync = 50_000;
    private const int NumActors = 50;
    private const int NumEventsOfEach = 40;

    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("events/s     Persist, one by one   Persist, 50 actors   PersistAsync   recovery");
        output.WriteLine("published                    395                   --          12700     115000   (PostgreSQL)");
        var folder = Directory.CreateTempSubdirectory("akkaclip-persistence-");
        try
        {
            Measure(output, "SQLite", "SQLite.MS", $"Data Source={Path.Combine(folder.FullName, "journal.db")};Pooling=true");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        if (!PostgreSqlServer.IsInstalled)
        {
            output.WriteLine($"PostgreSQL   {PostgreSqlServer.WhyNot}");
            return;
        }
        using var server = new PostgreSqlServer();
        Measure(output, "PostgreSQL", "PostgreSQL.15", server.NewDatabase());
    }

    private static void Measure(TextWriter output, string name, string provider, string connectionString)
    {
        var system = ActorSystem.Create("persistence", ConfigurationFactory
            .ParseString($$"""
                akka.loglevel = WARNING
                akka.persistence.journal {
                  plugin = "akka.persistence.journal.sql"
                  sql { provider-name = "{{provider}}", connection-string = "{{connectionString}}" }
                }
                akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
                """)
            .WithFallback(SqlPersistence.DefaultConfiguration));
        // Tables, connections and code that runs for the first time.
        PerSecond(system, ["warm-up"], 100, PersistOne);
        var sequential = PerSecond(system, ["sequential"], NumSequential, PersistOne);
        var many = PerSecond(system, [.. Enumerable.Range(0, NumActors).Select(i => $"many-{i}")], NumEventsOfEach, PersistOne);
        var together = PerSecond(system, ["async"], NumAsync, PersistAsync);
        var recovery = RecoveredPerSecond(system, "async");
        output.WriteLine($"{name,-10} {sequential,21:F0} {many,20:F0} {together,14:F0} {recovery,10:F0}");
        system.Terminate().GetAwaiter().GetResult();
    }

    private static void PersistOne(Writer writer, byte[] e, Action<byte[]> handler) => writer.Persist(e, handler);

    private static void PersistAsync(Writer writer, byte[] e, Action<byte[]> handler) => writer.PersistAsync(e, handler);

    private static double PerSecond(ActorSystem system, string[] ids, int numEvents, Action<Writer, byte[], Action<byte[]>> persist)
    {
        var writers = ids.Select(id => Writer.Start(system, id, numEvents)).ToList();
        Task.WhenAll(writers.Select(w => w.Signals.Recovered.Task)).GetAwaiter().GetResult();
        var start = Stopwatch.GetTimestamp();
        for (var e = 0; e < numEvents; e++)
        {
            foreach (var (actor, _) in writers)
                actor.Tell(persist, ActorRefs.NoSender);
        }
        Task.WhenAll(writers.Select(w => w.Signals.Written.Task)).GetAwaiter().GetResult();
        var elapsed = Stopwatch.GetElapsedTime(start);
        foreach (var (actor, _) in writers)
            actor.GracefulStop(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
        return numEvents * ids.Length / elapsed.TotalSeconds;
    }

    private static double RecoveredPerSecond(ActorSystem system, string id)
    {
        var start = Stopwatch.GetTimestamp();
        var (_, signals) = Writer.Start(system, id, numEvents: 0);
        var numRecovered = signals.Recovered.Task.GetAwaiter().GetResult();
        return numRecovered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed class Signals
    {
        public TaskCompletionSource<int> Recovered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Writer : ReceivePersistentActor
    {
        private int _numRecovered;
        private int _numToWrite;

        public Writer(string id, int numToWrite, Signals signals)
        {
            PersistenceId = id;
            _numToWrite = numToWrite;
            var e = new byte[100];
            Recover<byte[]>(_ => _numRecovered++);
            Recover<RecoveryCompleted>(_ => signals.Recovered.SetResult(_numRecovered));
            Command<Action<Writer, byte[], Action<byte[]>>>(persist => persist(this, e, _ =>
            {
                if (--_numToWrite == 0)
                    signals.Written.SetResult();
            }));
        }

        public override string PersistenceId { get; }

        public static (IActorRef Actor, Signals Signals) Start(ActorSystem system, string id, int numEvents)
        {
            var signals = new Signals();
            return (system.ActorOf(Props.Create(() => new Writer(id, numEvents, signals))), signals);
        }
    }
}
