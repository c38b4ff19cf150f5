using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Runs;

namespace AkkaClip.Chaos.Faults;

/// <summary>Trainers' nodes are lost, at the same time where they are several.</summary>
internal sealed class TrainerFault(string name, string what, TimeSpan bound, Blow blow, int numVictims) : NodeFault(name, what, bound, blow)
{
    protected override IReadOnlyList<ChaosNode> Choose(Scene scene)
    {
        var trainers = scene.Cluster.Trainers.ToArray();
        scene.Random.Shuffle(trainers);
        return trainers[..numVictims];
    }

    protected override Task<LoggedEvent> RecoveryAsync(Scene scene, int mark, IReadOnlyList<ChaosNode> victims) =>
        scene.NextCommitOfAsync(mark, started => !victims.Any(victim => started.Trainers.Contains(victim.Trainer)));
}
