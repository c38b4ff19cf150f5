using AkkaClip.Core.Batches;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Replicas;

/// <summary>A trainer's slice, cut into parts that are computed at once. The same parts are cut for every replay.</summary>
internal sealed class MicroBatches
{
    private readonly Batch _batch;
    private readonly int[] _keptPatches;
    private readonly int _numKept;

    public MicroBatches(Batch batch, ReplicaOptions options)
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

        var size = options.MicroBatch == 0 ? Math.Max(1, batch.Count) : options.MicroBatch;
        Parts = [.. Enumerable.Range(0, (batch.Count + size - 1) / size)
            .Select(part => (part * size, Math.Min(size, batch.Count - (part * size))))];
    }

    /// <summary>First row and number of rows of every part; none of an empty slice.</summary>
    public IReadOnlyList<(int First, int Count)> Parts { get; }

    public ImageInput Images((int First, int Count) part)
    {
        var imageBytes = 3 * _batch.ImageSize * _batch.ImageSize;
        return new ImageInput(
            _batch.Pixels.AsMemory(part.First * imageBytes, part.Count * imageBytes),
            part.Count,
            _keptPatches.AsMemory(part.First * _numKept, part.Count * _numKept));
    }

    public TextInput Texts((int First, int Count) part) => new(
        _batch.Tokens.AsMemory(part.First * _batch.ContextLength, part.Count * _batch.ContextLength), part.Count);
}
