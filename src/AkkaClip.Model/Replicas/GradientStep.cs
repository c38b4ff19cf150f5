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
internal sealed class GradientStep(
    ClipModel model, IContrastiveLoss loss, MicroBatches batches, StepContext context, ICollective collective, PhaseClock clock)
{
    private readonly TowerPass<ImageInput> _images = new(model.Towers.Images, batches.Parts, batches.Images);
    private readonly TowerPass<TextInput> _texts = new(model.Towers.Texts, batches.Parts, batches.Texts);

    /// <summary>Leaves the global gradient in the flat buffer.</summary>
    /// <returns>Loss of the global batch, and where the time went.</returns>
    public (double Loss, StepTimings Timings) Run()
    {
        using var scope = NewDisposeScope();
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
            context.SliceSizes[collective.Rank], model.LogitScale, model.LogitBias);
        var gather = clock.Lap();

        var output = loss.Compute(input, rows => Gather(rows).Complete());
        model.SetLossGradients(output.ScaleGradient, output.BiasGradient);
        var lossTime = clock.Lap();

        _texts.Backward(texts.FeatureGradients(output.TextGradients_RD));
        var sums = Reduce(TowerKind.Text);
        _images.Backward(images.FeatureGradients(output.ImageGradients_RD));
        var backward = clock.Lap();

        sums.AddRange(Reduce(TowerKind.Image));
        sums.AddRange(Reduce(TowerKind.Loss));
        sums.AddRange(Reduce(model.Statistics.Pending));
        var globalLoss = full([1], output.Loss, float32);
        sums.AddRange(Reduce(globalLoss));
        foreach (var sum in sums)
            sum.Complete();
        return (globalLoss[0].ToDouble(), new StepTimings(forward, gather, lossTime, backward, clock.Lap()));
    }

    private RowGather Gather(Tensor rows) => new(rows, context.SliceSizes, collective);

    private List<RangeSum> Reduce(TowerKind tower) =>
        RangeSum.Start(model.Parameters.Gradients, model.Layout.Parameters.TrainedRanges(tower), collective);

    private List<RangeSum> Reduce(Tensor flat) =>
        RangeSum.Start(flat, [new ParameterRange(0, flat.NumberOfElements)], collective);
}
