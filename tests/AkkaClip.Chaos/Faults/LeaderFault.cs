using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>The node of the registry and of the run's coordinator is lost; another control node takes over.</summary>
internal class LeaderFault(string name, string what, TimeSpan bound, Blow blow) : NodeFault(name, what, bound, blow)
{
    /// <summary>Every coordinator numbers its generations from a start of its own.</summary>
    private const int GenerationsOfTerm = 10_000;

    protected override IReadOnlyList<ChaosNode> Choose(Scene scene) => [scene.Cluster.Leader];

    protected override Task<LoggedEvent> RecoveryAsync(Scene scene, int mark, IReadOnlyList<ChaosNode> victims)
    {
        var before = scene.Log.Events.Take(mark).Select(logged => logged.Event).OfType<RunEvent.GenerationStarted>().Max(started => started.Generation);
        return scene.NextCommitOfAsync(mark, started => started.Generation / GenerationsOfTerm > before / GenerationsOfTerm);
    }

    /// <summary>Another one leads: it was put out already.</summary>
    protected override Task SleepAsync(Scene scene, IReadOnlyList<ChaosNode> victims) => Task.CompletedTask;

    /// <summary>The others have put it out, so that it must end by itself.</summary>
    protected override Task EndAsync(IReadOnlyList<ChaosNode> victims) => victims[0].EndAsync();
}
