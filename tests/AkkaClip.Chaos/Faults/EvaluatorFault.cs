using AkkaClip.Actors.Progress;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>The evaluator's node is lost while it has a checkpoint to evaluate; training does not notice.</summary>
internal sealed class EvaluatorFault(string name, string what, TimeSpan bound, Blow blow) : NodeFault(name, what, bound, blow)
{
    protected override Task BeginAsync(Scene scene) => scene.Log.UntilAsync<RunEvent.CheckpointSaved>(scene.Log.Mark());

    protected override IReadOnlyList<ChaosNode> Choose(Scene scene) => [scene.Cluster.Evaluator];

    protected override Task<LoggedEvent> RecoveryAsync(Scene scene, int mark, IReadOnlyList<ChaosNode> victims) => scene.NextCommitAsync(mark);
}
