using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Tests.Parameters;

/// <summary>The spreads that OpenCLIP starts from, for W = 384 and 12 layers; a sample's spread has to be within 2%.</summary>
public sealed class InitializerTests
{
    private const double W = 384;

    public static TheoryData<string, double> Spreads => new()
    {
        { "token_embedding.weight", 0.02 },
        { "positional_embedding", 0.01 },
        { "text_projection", Math.Pow(W, -0.5) },
        { "transformer.resblocks.3.attn.in_proj_weight", Math.Pow(W, -0.5) },
        { "transformer.resblocks.3.attn.out_proj.weight", Math.Pow(W, -0.5) * Math.Pow(2 * 12, -0.5) },
        { "transformer.resblocks.3.mlp.c_fc.weight", Math.Pow(2 * W, -0.5) },
        { "transformer.resblocks.3.mlp.c_proj.weight", Math.Pow(W, -0.5) * Math.Pow(2 * 12, -0.5) },
        { "visual.proj", Math.Pow(W, -0.5) },
        { "visual.positional_embedding", Math.Pow(W, -0.5) },
        { "visual.transformer.resblocks.3.attn.in_proj_weight", Math.Sqrt(6 / (4 * W)) / Math.Sqrt(3) },
        { "visual.transformer.resblocks.3.mlp.c_proj.weight", Math.Pow(4 * W, -0.5) / Math.Sqrt(3) },
        { "visual.conv1.weight", Math.Pow(3 * 16 * 16, -0.5) / Math.Sqrt(3) },
    };

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Initial_values_spread_as_in_OpenCLIP(string name, double expected)
    {
        var values = Draw(name);
        Assert.Equal(expected, Math.Sqrt(values.Average(value => (double)value * value)), 0.02 * expected);
        Assert.InRange(values.Average(), -0.1 * expected, 0.1 * expected);
    }

    [Theory]
    [InlineData("visual.ln_post.weight", 1)]
    [InlineData("transformer.resblocks.0.attn.in_proj_bias", 0)]
    [InlineData("visual.transformer.resblocks.0.attn.out_proj.bias", 0)]
    [InlineData("logit_scale", 2.6592600369327783)]
    public void Constants_are_as_in_OpenCLIP(string name, double expected) =>
        Assert.All(Draw(name), value => Assert.Equal((float)expected, value));

    private static float[] Draw(string name)
    {
        var spec = ModelParameters.Of(ModelConfigs.Resolve("ViT-S-16")).Single(spec => spec.Name == name);
        var values = new float[spec.Length];
        Initializer.Fill(spec, seed: 5, values);
        return values;
    }
}
