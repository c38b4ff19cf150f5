using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>A trainer's link carries a hundredth of what it did, for some steps: nobody is lost by that, steps take longer.</summary>
internal sealed class SlowLinkFault(string name, string what, TimeSpan bound) : Fault(name, what, bound)
{
    private const int Megabits = 50, NumSlowSteps = 5;

    public override bool NeedsNetwork => true;

    public override async Task<Injection> RunAsync(Scene scene)
    {
        var victim = scene.Cluster.Trainers[scene.Random.Next(scene.Cluster.Trainers.Count)];
        var mark = scene.Log.Mark();
        var at = DateTimeOffset.UtcNow;
        scene.Cluster.Network!.Slow(victim.Name, Megabits);
        var first = await scene.NextCommitAsync(mark);
        var goal = ((RunEvent.Progressed)first.Event).Step + NumSlowSteps;
        await scene.Log.UntilAsync<RunEvent.Progressed>(mark, progress => progress.Step >= goal);
        scene.Cluster.Network.Hasten(victim.Name);
        return new Injection(Name, at, first.Time, mark);
    }
}
