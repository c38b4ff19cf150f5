using System.CommandLine;
using System.Globalization;
using AkkaClip.App.CommandLine;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Parameters;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip model</c>: the models that a run can train.</summary>
internal static class ModelCommand
{
    public static Command Build() => new Command("model", "Lists the built-in models, and shows one.") { BuildList(), BuildShow() };

    private static Command BuildList()
    {
        var json = Output.JsonOption();
        var command = new Command("list", "Lists the built-in models.") { json }.WithExamples("akkaclip model list");
        command.SetAction(parsed =>
        {
            var models = BuiltInModels.All.Select(Card.Of).ToList();
            Output.Of(parsed, json).Result(models, output => output.Table(
                ["model", "image", "tokens", "embedding", "parameters", "GFLOPs"],
                [.. models.Select(m => new[] { m.Name, Number(m.ImageSize), Number(m.ContextLength), Number(m.EmbedDim), Number(m.Parameters), Giga(m.ImageFlops + m.TextFlops) })]));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command BuildShow()
    {
        var name = new Argument<string>("model") { Description = "The name of a built-in model, or the path of an OpenCLIP model JSON." };
        var json = Output.JsonOption();
        var command = new Command("show", "Shows a model's configuration and its parameters.") { name, json }
            .WithExamples("akkaclip model show ViT-B-32", "akkaclip model show my-model.json --json");
        command.SetAction(parsed =>
        {
            var config = ModelConfigs.Resolve(parsed.GetRequiredValue(name));
            var specs = ModelParameters.Of(config);
            var card = Card.Of(config);
            Output.Of(parsed, json).Result(new { card, tensors = specs.Select(s => new { s.Name, s.Shape }) }, output =>
            {
                output.Fields(
                [
                    ("model", card.Name),
                    ("image tower", card.ImageTower),
                    ("image size", $"{card.ImageSize} px"),
                    ("text tower", card.TextTower),
                    ("context length", $"{card.ContextLength} tokens of {card.VocabSize}"),
                    ("embedding", Number(card.EmbedDim)),
                    ("activation", config.QuickGelu ? "QuickGELU" : "GELU"),
                    ("parameters", Number(card.Parameters)),
                    ("forward GFLOPs a sample", $"{Giga(card.ImageFlops)} image, {Giga(card.TextFlops)} text"),
                ]);
                output.Line();
                output.Table(["tensor", "shape", "parameters"],
                    [.. specs.Select(s => new[] { s.Name, $"[{string.Join(", ", s.Shape)}]", Number(s.Length) })]);
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Giga(double flops) => (flops / 1e9).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>What is said of a model in one line.</summary>
    private sealed record Card(
        string Name, string ImageTower, int ImageSize, string TextTower, int ContextLength, int VocabSize, int EmbedDim, long Parameters,
        double ImageFlops, double TextFlops)
    {
        public static Card Of(ModelConfig config) => new(
            config.Name,
            config.Vision switch
            {
                VitConfig vit => $"Vision Transformer, patch {vit.PatchSize}, width {vit.Width}, {vit.Layers} layers, {vit.Heads} heads",
                ResNetConfig resNet => $"ResNet, stages {string.Join("-", resNet.StageLayers)}, width {resNet.Width}, {resNet.Heads} pooling heads",
                var other => other.GetType().Name,
            },
            config.Vision.ImageSize,
            $"transformer, width {config.Text.Width}, {config.Text.Layers} layers, {config.Text.Heads} heads",
            config.Text.ContextLength,
            config.Text.VocabSize,
            config.EmbedDim,
            ModelParameters.Count(config),
            ModelCost.Of(config).ImageFlops,
            ModelCost.Of(config).TextFlops);
    }
}
