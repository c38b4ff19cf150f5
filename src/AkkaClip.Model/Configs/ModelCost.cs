namespace AkkaClip.Model.Configs;

/// <summary>
/// Arithmetic of one forward pass of one sample, as model cards count it: two operations a multiply-add of matrix
/// products, convolutions and attention, all tokens computed, all else left out. A training step takes three times that.
/// </summary>
public sealed record ModelCost(double ImageFlops, double TextFlops)
{
    public static ModelCost Of(ModelConfig config) => new(
        config.Vision switch
        {
            VitConfig vit => Vit(vit, config.EmbedDim),
            ResNetConfig resNet => ResNet(resNet, config.EmbedDim),
            _ => throw new ArgumentException($"unknown image tower {config.Vision.GetType().Name}", nameof(config)),
        },
        Text(config.Text, config.EmbedDim));

    private static double Vit(VitConfig config, int embedDim) =>
        Product(config.NumTokens - 1, 3 * config.PatchSize * config.PatchSize, config.Width)
        + (config.Layers * Block(config.NumTokens, config.Width, config.MlpWidth))
        + Product(1, config.Width, embedDim);

    private static double Text(TextConfig config, int embedDim) =>
        (config.Layers * Block(config.ContextLength, config.Width, config.MlpWidth)) + Product(1, config.Width, embedDim);

    private static double Block(int tokens, int width, int mlpWidth) =>
        Product(tokens, width, 4 * width) + Product(tokens, width, 2 * mlpWidth) + (2 * Product(tokens, width, tokens));

    private static double ResNet(ResNetConfig config, int embedDim)
    {
        var (half, edge) = (config.Width / 2, config.ImageSize / 2);
        var flops = Convolution(edge, 3, half, 3) + Convolution(edge, half, half, 3) + Convolution(edge, half, config.Width, 3);
        edge /= 2;
        foreach (var block in Bottleneck.All(config))
        {
            var inner = edge;
            edge /= block.Stride;
            flops += Convolution(inner, block.Inputs, block.Planes, 1) + Convolution(inner, block.Planes, block.Planes, 3)
                + Convolution(edge, block.Planes, block.Outputs, 1);
            if (block.HasDownsample)
                flops += Convolution(edge, block.Inputs, block.Outputs, 1);
        }

        var (tokens, width) = ((config.Grid * config.Grid) + 1, config.FeatureWidth);
        return flops + Product(tokens, width, 3 * width) + (2 * Product(tokens, width, tokens)) + Product(tokens, width, embedDim);
    }

    private static double Convolution(int edge, int inputs, int outputs, int kernel) =>
        Product((double)edge * edge, (double)inputs * kernel * kernel, outputs);

    private static double Product(double rows, double inner, double columns) => 2 * rows * inner * columns;
}
