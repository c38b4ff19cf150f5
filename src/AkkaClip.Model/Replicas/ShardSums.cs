using System.Collections.Immutable;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// What this rank's logical shards contribute to a flat tensor, each kept apart on the host, until all ranks' are summed in
/// the order of the shards: the same additions whatever rank has which shard.
/// </summary>
internal sealed class ShardSums : IDisposable
{
    private readonly Tensor _flat;
    private readonly Tensor[] _contributions;

    /// <param name="flat">Where each shard's contribution is computed, and the sum arrives; zero at the start.</param>
    /// <param name="numShards">Of this rank; may be 0.</param>
    public ShardSums(Tensor flat, int numShards)
    {
        using var scope = NewDisposeScope();
        _flat = flat;
        NumShards = numShards;

        // A rank without shards has a part in the exchange nevertheless: -0, which changes no bit of any sum.
        _contributions = [.. Enumerable.Range(0, Math.Max(1, numShards))
            .Select(_ => full([flat.NumberOfElements], -0.0f, float32).DetachFromDisposeScope())];
    }

    public int NumShards { get; }

    /// <summary>Takes what a shard has left in a range, and leaves zeros there for the next one.</summary>
    public void Take(int shard, ParameterRange range)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var part = _flat.narrow(0, range.Start, range.Length);
        _contributions[shard].narrow(0, range.Start, range.Length).copy_(part);
        part.zero_();
    }

    /// <summary>Starts to replace ranges by their sums over all shards of all ranks.</summary>
    public List<RangeSum> Start(IEnumerable<ParameterRange> ranges, StepContext context, ICollective collective)
    {
        ImmutableArray<int> counts = [.. context.Shards.Select(shards => Math.Max(1, shards.Length))];
        return [.. ranges.Where(range => range.Length > 0).Select(range => new RangeSum(_flat, range, host => collective.AllReduceSum(
            [.. _contributions.Select(contribution => TensorMemory.Of(contribution, range))], host, counts)))];
    }

    public void Dispose()
    {
        foreach (var contribution in _contributions)
            contribution.Dispose();
    }
}
