using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// A trainer's slice, cut into parts that are computed at once, none of which reaches over the end of a logical shard. The
/// same parts are cut for every replay.
/// </summary>
internal sealed class MicroBatches
{
    private readonly Batch _batch;
    private readonly int[] _keptPatches;
    private readonly int _numKept;

    /// <param name="shards">Samples of every logical shard of the slice; of the whole slice where it has none.</param>
    public MicroBatches(Batch batch, ImmutableArray<int> shards, ReplicaOptions options)
    {
        _batch = batch;
        if (options.Config.Vision is VitConfig vit && options.Towers.PatchDropout > 0)
        {
            var numPatches = vit.NumTokens - 1;
            _numKept = PatchSelection.NumKept(numPatches, options.Towers.PatchDropout);
            _keptPatches = PatchSelection.Choose(
                options.Seed, batch.FirstPosition, batch.Count, numPatches, options.Towers.PatchDropout);
        }
        else
        {
            _keptPatches = [];
        }

        var first = 0;
        var parts = new List<(int Shard, int First, int Count)>();
        for (var shard = 0; shard < shards.Length; first += shards[shard++])
        {
            var size = options.MicroBatch == 0 ? shards[shard] : options.MicroBatch;
            for (var start = 0; start < shards[shard]; start += size)
                parts.Add((shard, first + start, Math.Min(size, shards[shard] - start)));
        }

        Parts = parts;
    }

    /// <summary>Shard, first row and number of rows of every part; none of an empty slice.</summary>
    public IReadOnlyList<(int Shard, int First, int Count)> Parts { get; }

    public ImageInput Images((int Shard, int First, int Count) part)
    {
        var imageBytes = 3 * _batch.ImageSize * _batch.ImageSize;
        return new ImageInput(
            _batch.Pixels.AsMemory(part.First * imageBytes, part.Count * imageBytes),
            part.Count,
            _keptPatches.AsMemory(part.First * _numKept, part.Count * _numKept));
    }

    public TextInput Texts((int Shard, int First, int Count) part) => new(
        _batch.Tokens.AsMemory(part.First * _batch.ContextLength, part.Count * _batch.ContextLength), part.Count);
}
