using AkkaClip.Model.Configs;
using AkkaClip.Model.Towers;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>Floating-point operations of the matrix products of one training step: forward, and twice as many backward.</summary>
internal static class StepArithmetic
{
    public static double Flops(Workload workload, TowerOptions options)
    {
        var config = workload.Config;
        var vit = (VitConfig)config.Vision;
        var patches = vit.NumTokens - 1;
        double patchProjection = 2.0 * patches * 3 * vit.PatchSize * vit.PatchSize * vit.Width;
        var image = patchProjection
            + Tower(vit.NumTokens, vit.NumTokens, vit.Width, vit.MlpWidth, vit.Layers, options.PooledLastBlock)
            + (2.0 * vit.Width * config.EmbedDim);
        var text = config.Text;
        var texts = workload.CaptionLengths().Sum(length =>
        {
            var computed = options.TrimText ? length : text.ContextLength;
            return Tower(computed, computed, text.Width, text.MlpWidth, text.Layers, options.PooledLastBlock)
                + (2.0 * text.Width * config.EmbedDim);
        });
        return 3 * ((workload.BatchSize * image) + texts);
    }

    private static double Tower(int tokens, int keys, int width, int mlpWidth, int layers, bool pooledLast)
    {
        double perToken = (2.0 * 4 * width * width) + (2.0 * 2 * width * mlpWidth) + (2.0 * 2 * keys * width);
        var whole = tokens * perToken;
        var pooled = (2.0 * 2 * tokens * width * width) + perToken - (2.0 * 2 * width * width);
        return pooledLast ? ((layers - 1) * whole) + pooled : layers * whole;
    }
}
