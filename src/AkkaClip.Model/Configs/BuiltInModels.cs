using System.Collections.Immutable;

namespace AkkaClip.Model.Configs;

/// <summary>Models that need no file: OpenCLIP's, and small ones for tests, the quickstart and small data sets.</summary>
public static class BuiltInModels
{
    private const int ClipVocabulary = 49408;
    private const int ClipContext = 77;

    public static ImmutableArray<ModelConfig> All { get; } =
    [
        .. WithQuickGelu(ResNet("RN50", 1024, [3, 4, 6, 3], ClipText(512, 8, 12))),
        .. WithQuickGelu(ResNet("RN101", 512, [3, 4, 23, 3], ClipText(512, 8, 12))),
        Vit("ViT-S-32", 384, 32, 384, 12, ClipText(384, 6, 12)),
        Vit("ViT-S-16", 384, 16, 384, 12, ClipText(384, 6, 12)),
        .. WithQuickGelu(Vit("ViT-B-32", 512, 32, 768, 12, ClipText(512, 8, 12))),
        .. WithQuickGelu(Vit("ViT-B-16", 512, 16, 768, 12, ClipText(512, 8, 12))),
        .. WithQuickGelu(Vit("ViT-L-14", 768, 14, 1024, 24, ClipText(768, 12, 12))),
        .. WithQuickGelu(Vit("ViT-H-14", 1024, 14, 1280, 32, ClipText(1024, 16, 24), headWidth: 80)),
        Vit("ViT-g-14", 1024, 14, 1408, 40, ClipText(1024, 16, 24), headWidth: 88, mlpRatio: 4.3637),
        .. WithQuickGelu(Vit("ViT-bigG-14", 1280, 14, 1664, 48, ClipText(1280, 20, 32), headWidth: 104, mlpRatio: 4.9231)),
        Vit("nano-32", 32, 8, 64, 2, Text(64, 2, 2, 24), headWidth: 32, imageSize: 32),
        Vit("tiny-64", 128, 16, 128, 3, Text(128, 4, 2, 32), headWidth: 32, imageSize: 64),
        Vit("small-64", 192, 8, 192, 6, Text(192, 3, 4, 32), imageSize: 64),
        Vit("emoji-72", 192, 8, 192, 6, Text(192, 3, 4, 48), imageSize: 72),
        Vit("flickr-112", 192, 16, 192, 6, Text(192, 3, 4, 40), imageSize: 112),
    ];

    /// <returns>Null: there is no built-in model of that name.</returns>
    public static ModelConfig? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    private static ModelConfig Vit(
        string name, int embedDim, int patchSize, int width, int layers, TextConfig text,
        int headWidth = 64, double mlpRatio = 4, int imageSize = 224) => new()
        {
            Name = name,
            EmbedDim = embedDim,
            Text = text,
            Vision = new VitConfig
            {
                ImageSize = imageSize,
                PatchSize = patchSize,
                Width = width,
                Layers = layers,
                HeadWidth = headWidth,
                MlpRatio = mlpRatio,
            },
        };

    private static ModelConfig ResNet(string name, int embedDim, ImmutableArray<int> stageLayers, TextConfig text) => new()
    {
        Name = name,
        EmbedDim = embedDim,
        Text = text,
        Vision = new ResNetConfig { ImageSize = 224, Width = 64, HeadWidth = 64, StageLayers = stageLayers },
    };

    private static TextConfig ClipText(int width, int heads, int layers) => Text(width, heads, layers, ClipContext);

    private static TextConfig Text(int width, int heads, int layers, int contextLength) => new()
    {
        ContextLength = contextLength,
        VocabSize = ClipVocabulary,
        Width = width,
        Heads = heads,
        Layers = layers,
    };

    private static ModelConfig[] WithQuickGelu(ModelConfig model) =>
        [model, model with { Name = $"{model.Name}-quickgelu", QuickGelu = true }];
}
