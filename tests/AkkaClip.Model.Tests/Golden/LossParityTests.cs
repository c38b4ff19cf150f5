using System.Text.Json;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Parameters;
using Xunit;
using static TorchSharp.torch;

namespace AkkaClip.Model.Tests.Golden;

public sealed class LossParityTests
{
    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void Clip_loss_and_its_gradients_are_OpenCLIPs(string? name)
    {
        var golden = GoldenModel.Load(name);
        var expected = golden.Values.GetProperty("clip_loss_eval_features_batch8");
        var scale = golden.Values.GetProperty("logit_scale_exp").GetDouble();
        CheckGradients(golden, new ClipLoss(), "clip", scale, 0, expected);
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void SigLip_loss_and_its_gradients_are_OpenCLIPs(string? name)
    {
        var golden = GoldenModel.Load(name);
        var expected = golden.Values.GetProperty("siglip_loss_eval_features_batch8");
        var (scale, bias) = Setting(expected);
        CheckGradients(golden, new SigLipLoss(), "siglip", scale, bias, expected);
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void SigLip_loss_at_its_own_initial_scale_is_OpenCLIPs(string? name)
    {
        var golden = GoldenModel.Load(name);
        var expected = golden.Values.GetProperty("siglip_default_init_eval_features_batch8");
        var (scale, bias) = Setting(expected);
        using var scope = NewDisposeScope();
        Check(Compute(golden, new SigLipLoss(), scale, bias), expected, scale);
    }

    private static (double Scale, double Bias) Setting(JsonElement expected) =>
        (expected.GetProperty("logit_scale").GetDouble(), expected.GetProperty("logit_bias").GetDouble());

    private static void CheckGradients(
        GoldenModel golden, IContrastiveLoss loss, string kind, double scale, double bias, JsonElement expected)
    {
        using var scope = NewDisposeScope();
        using var outputs = golden.Open("outputs");
        var output = Compute(golden, loss, scale, bias);
        Check(output, expected, scale);
        foreach (var (side, gradients) in new[] { ("image", output.ImageGradients_RD), ("text", output.TextGradients_RD) })
        {
            var key = $"{kind}_grad_{side}_features_norm";
            Closeness.L2(outputs.ReadFloats(key), TensorCopy.ToHost(gradients.flatten()), 1e-5, key);
        }
    }

    private static LossOutput Compute(GoldenModel golden, IContrastiveLoss loss, double scale, double bias)
    {
        using var outputs = golden.Open("outputs");
        var (images_BD, texts_BD) = (Main(outputs.ReadFloats("image_features_norm")), Main(outputs.ReadFloats("text_features_norm")));
        return loss.Compute(new LossInput(images_BD, texts_BD, 0, GoldenModel.MainBatch, scale, bias), rows => rows.alias());

        Tensor Main(float[] rows) =>
            tensor(rows[..(GoldenModel.MainBatch * golden.Config.EmbedDim)]).view(GoldenModel.MainBatch, golden.Config.EmbedDim);
    }

    private static void Check(LossOutput output, JsonElement expected, double scale)
    {
        Closeness.Relative(expected.GetProperty("loss").GetDouble(), output.Loss, 5e-6, "loss");
        var logScale = expected.GetProperty("grad_log_scale").GetDouble();
        Assert.Equal(logScale, output.ScaleGradient * scale, 1e-5 * Math.Max(1, Math.Abs(logScale)));
        if (expected.TryGetProperty("grad_logit_bias", out var biasGradient))
            Closeness.Relative(biasGradient.GetDouble(), output.BiasGradient, 1e-5, "bias gradient");
    }
}
