using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Tests.Configs;

public sealed class BuiltInModelTests
{
    [Theory]
    [InlineData("RN50", 102_007_137)]
    [InlineData("ViT-B-32", 151_277_313)]
    [InlineData("ViT-B-16", 149_620_737)]
    [InlineData("ViT-L-14", 427_616_513)]
    [InlineData("ViT-H-14", 986_109_441)]
    [InlineData("ViT-g-14", 1_366_678_273)]
    public void Parameters_are_as_many_as_OpenCLIP_says(string name, long expected) =>
        Assert.Equal(expected, ModelParameters.Count(ModelConfigs.Resolve(name)));

    [Theory]
    [InlineData("RN50", 12.22, 5.96)]
    [InlineData("ViT-B-32", 8.82, 5.96)]
    [InlineData("ViT-B-16", 35.13, 5.96)]
    [InlineData("ViT-L-14", 162.03, 13.30)]
    [InlineData("ViT-H-14", 334.59, 47.09)]
    [InlineData("ViT-g-14", 534.06, 47.09)]
    public void Arithmetic_is_as_published(string name, double image, double text)
    {
        var cost = ModelCost.Of(ModelConfigs.Resolve(name));
        Assert.Equal(image, cost.ImageFlops / 1e9, image * 0.002);
        Assert.Equal(text, cost.TextFlops / 1e9, text * 0.002);
    }

    [Fact]
    public void ViT_B_32_has_the_302_tensors_of_its_state_dict()
    {
        var specs = ModelParameters.Of(ModelConfigs.Resolve("ViT-B-32"));
        Assert.Equal(302, specs.Count);
        Assert.Equal(302, specs.Select(spec => spec.Name).Distinct().Count());
        Assert.Equal<long>([77, 512], specs.Single(spec => spec.Name == "positional_embedding").Shape);
        Assert.Equal<long>([2304, 768], specs.Single(spec => spec.Name == "visual.transformer.resblocks.11.attn.in_proj_weight").Shape);
    }

    [Fact]
    public void Names_are_unique_and_found()
    {
        Assert.Equal(BuiltInModels.All.Length, BuiltInModels.All.Select(model => model.Name).Distinct().Count());
        Assert.All(BuiltInModels.All, model => Assert.Same(model, ModelConfigs.Resolve(model.Name)));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<ModelConfigException>(() => ModelConfigs.Resolve("ViT-B-23"));
        Assert.Contains("ViT-B-23", error.Message, StringComparison.Ordinal);
        Assert.Contains("ViT-B-32-quickgelu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sigmoid_loss_brings_its_scale_and_bias()
    {
        var model = ModelConfigs.Resolve("ViT-B-32").ForLoss(LossKind.SigLip);
        Assert.Equal(Math.Log(10), model.InitLogitScale);
        Assert.Equal(-10, model.InitLogitBias);
        Assert.Equal(151_277_314, ModelParameters.Count(model));
    }
}
