using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>A node's cable is pulled, and plugged in again when the others have gone on.</summary>
internal sealed class CutLinkFault(string name, string what, TimeSpan bound) : Fault(name, what, bound)
{
    public override bool NeedsNetwork => true;

    public override async Task<Injection> RunAsync(Scene scene)
    {
        var victim = scene.Cluster.Trainers[scene.Random.Next(scene.Cluster.Trainers.Count)];
        var mark = scene.Log.Mark();
        var at = DateTimeOffset.UtcNow;
        scene.Cluster.Network!.Cut(victim.Name);
        var committed = await scene.NextCommitOfAsync(mark, started => !started.Trainers.Contains(victim.Trainer));
        await scene.SleepAsync([victim]);
        scene.Cluster.Network.Restore(victim.Name);
        return new Injection(Name, at, committed.Time, mark);
    }
}
