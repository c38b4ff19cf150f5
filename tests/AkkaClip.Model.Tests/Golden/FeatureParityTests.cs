using AkkaClip.Core.Runs;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;
using Xunit;
using static TorchSharp.torch;

namespace AkkaClip.Model.Tests.Golden;

public sealed class FeatureParityTests
{
    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Features_are_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        using var replica = golden.CreateReplica();
        using var outputs = golden.Open("outputs");
        var batch = golden.Batch(GoldenModel.Rows(0, golden.NumRows));
        using var images = replica.Model.Towers.Images.Forward(
            new ImageInput(batch.Pixels, batch.Count, default), ForwardPass.Evaluation);
        using var texts = replica.Model.Towers.Texts.Forward(new TextInput(batch.Tokens, batch.Count), ForwardPass.Evaluation);
        Closeness.Elements(outputs.ReadFloats("image_features"), Host(images), 1e-5, 1e-5, "image_features");
        Closeness.Elements(outputs.ReadFloats("text_features"), Host(texts), 1e-5, 1e-5, "text_features");
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Unit_embeddings_and_logits_are_OpenCLIPs(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        using var replica = golden.CreateReplica();
        using var outputs = golden.Open("outputs");
        var images = replica.EncodeImages(golden.Pixels, golden.NumRows);
        var texts = replica.EncodeTexts(golden.Tokens, golden.NumRows);
        Closeness.Elements(outputs.ReadFloats("image_features_norm"), images, 3e-6, 0, "image_features_norm");
        Closeness.Elements(outputs.ReadFloats("text_features_norm"), texts, 3e-6, 0, "text_features_norm");

        var scale = golden.Values.GetProperty("logit_scale_exp").GetDouble();
        var logits = new float[GoldenModel.MainBatch * GoldenModel.MainBatch];
        var width = golden.Config.EmbedDim;
        for (var i = 0; i < logits.Length; i++)
        {
            var (row, column) = (i / GoldenModel.MainBatch, i % GoldenModel.MainBatch);
            for (var k = 0; k < width; k++)
                logits[i] += (float)(scale * images[(row * width) + k] * texts[(column * width) + k]);
        }

        var tolerance = scale > 50 ? 1e-4 : 1e-5;
        Closeness.Elements(outputs.ReadFloats("logits_per_image"), logits, tolerance, 0, "logits_per_image");
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Cases), MemberType = typeof(GoldenModel))]
    public void Training_mode_embeddings_of_a_ResNet_use_batch_statistics(string? name, ComputeKind compute)
    {
        var golden = GoldenModel.Load(name, compute);
        using var outputs = golden.Open("outputs");
        Skip.IfNot(outputs.TryGet("image_features_norm_trainmode", out _), "no batch norm");
        using var replica = golden.CreateReplica();
        var batch = golden.Batch(GoldenModel.Rows(0, GoldenModel.MainBatch));
        using var features = replica.Model.Towers.Images.Forward(
            new ImageInput(batch.Pixels, batch.Count, default), ForwardPass.Embedding);
        using var units = new UnitEmbeddings(features);
        Closeness.Elements(outputs.ReadFloats("image_features_norm_trainmode"), Host(units.Units_BD), 3e-6, 0, "features");
    }

    private static float[] Host(Tensor tensor)
    {
        using var flat = tensor.flatten();
        return TensorCopy.ToHost(flat);
    }
}
