using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>Kills or freezes nodes.</summary>
internal abstract class NodeFault(string name, string what, TimeSpan bound, Blow blow) : Fault(name, what, bound)
{
    public sealed override async Task<Injection> RunAsync(Scene scene)
    {
        await BeginAsync(scene);
        var victims = Choose(scene);
        var mark = scene.Log.Mark();
        var at = DateTimeOffset.UtcNow;
        await Task.WhenAll(victims.Select(victim => blow == Blow.Kill ? victim.KillAsync() : victim.FreezeAsync()));
        OnStruck(scene);
        var committed = await RecoveryAsync(scene, mark, victims);
        if (blow == Blow.Freeze)
        {
            await SleepAsync(scene, victims);
            await Task.WhenAll(victims.Select(victim => victim.ThawAsync()));
            await EndAsync(victims);
        }

        return new Injection(Name, at, committed.Time, mark);
    }

    /// <summary>Waits for the moment that is worth it.</summary>
    protected virtual Task BeginAsync(Scene scene) => Task.CompletedTask;

    protected abstract IReadOnlyList<ChaosNode> Choose(Scene scene);

    protected virtual void OnStruck(Scene scene)
    {
    }

    /// <summary>The first step of those that go on without the victims.</summary>
    protected abstract Task<LoggedEvent> RecoveryAsync(Scene scene, int mark, IReadOnlyList<ChaosNode> victims);

    /// <summary>How long those that were frozen stay so.</summary>
    protected virtual Task SleepAsync(Scene scene, IReadOnlyList<ChaosNode> victims) => scene.SleepAsync(victims);

    /// <summary>Waits until those that were frozen have done what they must.</summary>
    protected virtual Task EndAsync(IReadOnlyList<ChaosNode> victims) => Task.CompletedTask;
}
