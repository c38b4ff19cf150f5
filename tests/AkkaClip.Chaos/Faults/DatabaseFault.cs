using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;
using Microsoft.Data.Sqlite;

namespace AkkaClip.Chaos.Faults;

/// <summary>Somebody else has locked the SQLite file of the journal: nothing can be read from it or written to it.</summary>
/// <remarks>Steps go on; the run is paused and resumed meanwhile, so that there are events to be written later.</remarks>
internal sealed class DatabaseFault() : Fault("database", "the journal's SQLite file is locked; steps go on without it", TimeSpan.Zero)
{
    private const int NumStepsMeanwhile = 20;

    public override async Task<Injection> RunAsync(Scene scene)
    {
        await using var locker = new SqliteConnection($"Data Source=\"{scene.Workplace.Database}\";Pooling=False");
        await locker.OpenAsync();
        await ExecuteAsync(locker, "BEGIN EXCLUSIVE");
        var mark = scene.Log.Mark();
        var at = DateTimeOffset.UtcNow;
        var first = await scene.NextCommitAsync(mark);
        await scene.Cluster.CommandAsync("pause", Workplace.Run);
        await scene.Log.UntilAsync<RunEvent.StateChanged>(mark, changed => changed.State == RunState.Paused);
        await scene.Cluster.CommandAsync("resume", Workplace.Run);
        var goal = ((RunEvent.Progressed)first.Event).Step + NumStepsMeanwhile;
        await scene.Log.UntilAsync<RunEvent.Progressed>(mark, progress => progress.Step >= goal);
        await ExecuteAsync(locker, "ROLLBACK");
        return new Injection(Name, at, first.Time, mark);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand above.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
