using System.Collections.Immutable;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// The gradient of one step, from a slice of the batch to the global sum. What travels overlaps what is computed: image
/// embeddings while the text tower runs, text gradients while the image tower runs backward.
/// </summary>
/// <remarks>
/// With logical shards every pass of a tower, every tile of the loss and every sum over samples stays within one shard, and
/// shards meet in sums of fixed order alone; the embeddings, normalised row by row, are those of the whole slice.
/// </remarks>
/// <param name="gradientSums">Keeps the gradients of logical shards apart; null: there are none.</param>
internal sealed class GradientStep(
    ClipModel model, IContrastiveLoss loss, MicroBatches batches, StepContext context, ICollective collective, ShardSums? gradientSums, PhaseClock clock)
{
    private readonly TowerPass<ImageInput> _images = new(model.Towers.Images, batches.Parts, batches.Images);
    private readonly TowerPass<TextInput> _texts = new(model.Towers.Texts, batches.Parts, batches.Texts);

    /// <summary>Leaves the global gradient in the flat buffer.</summary>
    /// <returns>Loss of the global batch, and where the time went.</returns>
    public (double Loss, StepTimings Timings) Run()
    {
        using var scope = NewDisposeScope();
        using var statisticSums = context.IsSharded ? new ShardSums(model.Statistics.Pending, context.Shards[collective.Rank].Length) : null;
        var embedDim = model.Layout.Config.EmbedDim;
        using var imageFeatures_RD = _images.Forward(embedDim, model.Parameters.Device);
        using var images = new UnitEmbeddings(imageFeatures_RD);
        var imageRows = Gather(images.Units_BD);
        using var textFeatures_RD = _texts.Forward(embedDim, model.Parameters.Device);
        using var texts = new UnitEmbeddings(textFeatures_RD);
        var textRows = Gather(texts.Units_BD);
        var forward = clock.Lap();

        var input = new LossInput(
            imageRows.Complete(), textRows.Complete(), context.FirstRow(collective.Rank),
            context.SliceSizes[collective.Rank], model.LogitScale, model.LogitBias) { Parts = context.Parts(collective.Rank) };
        var gather = clock.Lap();

        var output = loss.Compute(input, rows => Gather(rows).Complete());
        var globalLoss = zeros([1], float32);
        using var lossSums = context.IsSharded ? new ShardSums(globalLoss, output.Shares.Length) : null;
        for (var shard = 0; shard < output.Shares.Length; shard++)
        {
            var share = output.Shares[shard];
            model.SetLossGradients(share.ScaleGradient, share.BiasGradient);
            Take(gradientSums, shard, Ranges(TowerKind.Loss));
            globalLoss.fill_(share.Loss);
            Take(lossSums, shard, Whole(globalLoss));
        }

        var lossTime = clock.Lap();
        _texts.Backward(texts.FeatureGradients(output.TextGradients_RD), shard => Take(gradientSums, shard, Ranges(TowerKind.Text)));
        var sums = Reduce(gradientSums, model.Parameters.Gradients, Ranges(TowerKind.Text));
        _images.Backward(images.FeatureGradients(output.ImageGradients_RD), shard =>
        {
            Take(gradientSums, shard, Ranges(TowerKind.Image));
            Take(statisticSums, shard, Whole(model.Statistics.Pending));
        });
        var backward = clock.Lap();

        sums.AddRange(Reduce(gradientSums, model.Parameters.Gradients, Ranges(TowerKind.Image)));
        sums.AddRange(Reduce(gradientSums, model.Parameters.Gradients, Ranges(TowerKind.Loss)));
        sums.AddRange(Reduce(statisticSums, model.Statistics.Pending, Whole(model.Statistics.Pending)));
        sums.AddRange(Reduce(lossSums, globalLoss, Whole(globalLoss)));
        foreach (var sum in sums)
            sum.Complete();
        return (globalLoss[0].ToDouble(), new StepTimings(forward, gather, lossTime, backward, clock.Lap()));
    }

    private RowGather Gather(Tensor rows) => new(rows, context.SliceSizes, collective);

    private ImmutableArray<ParameterRange> Ranges(TowerKind tower) => model.Layout.Parameters.TrainedRanges(tower);

    private static ImmutableArray<ParameterRange> Whole(Tensor flat) => [new ParameterRange(0, flat.NumberOfElements)];

    private static void Take(ShardSums? sums, int shard, ImmutableArray<ParameterRange> ranges)
    {
        foreach (var range in ranges)
            sums?.Take(shard, range);
    }

    private List<RangeSum> Reduce(ShardSums? sums, Tensor flat, ImmutableArray<ParameterRange> ranges) =>
        sums?.Start(ranges, context, collective) ?? RangeSum.Start(flat, ranges, collective);
}
