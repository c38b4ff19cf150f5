using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Replicas;

/// <summary>What a replica's state consists of: equal for replicas of equal options.</summary>
/// <param name="BatchNorms">Batch norms with running statistics; none without a ResNet.</param>
public sealed record StateLayout(ModelConfig Config, ParameterLayout Parameters, IReadOnlyList<BatchNormSlot> BatchNorms)
{
    /// <summary>Floats of running statistics.</summary>
    public int StatisticsLength => BatchNorms.Sum(norm => 2 * norm.Width);

    public static StateLayout Of(ReplicaOptions options)
    {
        var specs = ModelParameters.Of(options.Config);
        var isFrozen = LayerLock.Of(specs, options.LockImageUnlockedGroups, options.LockTextUnlockedGroups);
        var parameters = ParameterLayout.Create(specs, options.Optimizer.DecayRule, isFrozen);
        return new StateLayout(options.Config, parameters, BatchNormSlot.Of(options.Config, parameters));
    }

    /// <summary>States of both are interchangeable.</summary>
    public bool Equivalent(StateLayout other) =>
        BatchNorms.SequenceEqual(other.BatchNorms)
        && Parameters.Slots.Length == other.Parameters.Slots.Length
        && Parameters.Slots.Zip(other.Parameters.Slots).All(pair =>
            pair.First with { Shape = [] } == pair.Second with { Shape = [] }
            && pair.First.Shape.SequenceEqual(pair.Second.Shape));

    /// <summary>A state of zeros, to be filled from a peer or a file.</summary>
    public ReplicaState Allocate() => new()
    {
        Layout = this,
        Values = new float[Parameters.TotalLength],
        FirstMoments = new float[Parameters.TrainedLength],
        SecondMoments = new float[Parameters.TrainedLength],
        Statistics = new float[StatisticsLength],
        Counters = new long[ReplicaState.NumCounters],
    };
}
