using AkkaClip.Model.Towers;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// One tower's way through a step. A slice in one part is computed once and kept; one in several parts is embedded first,
/// and each part computed again when its gradient is known: the gradient cache (Gao et al. 2021), exact because the parts
/// and their random choices are the same both times.
/// </summary>
internal sealed class TowerPass<TInput>(
    ITower<TInput> tower, IReadOnlyList<(int Shard, int First, int Count)> parts, Func<(int Shard, int First, int Count), TInput> input)
{
    /// <summary>Features of the slice, [R, d]. The caller disposes them.</summary>
    public Tensor Forward(int embedDim, Device device)
    {
        if (parts.Count == 0)
            return zeros([0, embedDim], float32, device);
        if (parts.Count == 1)
            return tower.Forward(input(parts[0]), ForwardPass.Training);
        Tensor[] features = [.. parts.Select(part => tower.Forward(input(part), ForwardPass.Embedding))];
        var all_RD = cat(features, 0);
        foreach (var part in features)
            part.Dispose();
        return all_RD;
    }

    /// <summary>Adds the slice's parameter gradients.</summary>
    /// <param name="featureGradients_RD">d loss / d features.</param>
    /// <param name="shardDone">Called behind the last part of every shard.</param>
    public void Backward(Tensor featureGradients_RD, Action<int> shardDone)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var (shard, first, count) = parts[i];
            if (parts.Count > 1)
                tower.Forward(input(parts[i]), ForwardPass.Training).Dispose();
            tower.Backward(featureGradients_RD.narrow(0, first, count));
            if (i + 1 == parts.Count || parts[i + 1].Shard != shard)
                shardDone(shard);
        }
    }
}
