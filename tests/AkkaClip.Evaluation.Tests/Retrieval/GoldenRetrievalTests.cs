using System.Text.Json;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Retrieval;
using AkkaClip.TestSupport;

namespace AkkaClip.Evaluation.Tests.Retrieval;

/// <summary>Against the figures that CLIP_benchmark and OpenCLIP compute from the same embeddings.</summary>
public sealed class GoldenRetrievalTests
{
    // The references are shares in float32.
    private const double SingleRounding = 1e-7;

    [SkippableFact]
    public void Recalls_are_those_of_CLIP_benchmark()
    {
        var golden = Open(out var expected);
        int[] imageOfText = [.. golden.Longs("text_image_index").Select(image => (int)image)];

        var metrics = RetrievalScore.Compute(Table(golden, "image_features"), Table(golden, "text_features"), imageOfText).ToMetrics();

        Assert.Equal(expected.GetProperty("clip_benchmark").EnumerateObject().Count(), metrics.Length);
        Assert.All(metrics, metric => Assert.Equal(expected.GetProperty("clip_benchmark").GetProperty(metric.Name).GetDouble(), metric.Value, SingleRounding));
    }

    [SkippableFact]
    public void Figures_over_pairs_are_those_of_OpenCLIP()
    {
        var golden = Open(out var expected);
        var texts = golden.Floats("text_features");
        var width = golden.Shape("text_features")[1];
        var firstCaptions = expected.GetProperty("first_caption_row").EnumerateArray().SelectMany(row => texts[(row.GetInt32() * width)..((row.GetInt32() + 1) * width)]).ToArray();

        var metrics = PairedRetrievalScore.Compute(Table(golden, "image_features"), EmbeddingTable.Normalize(firstCaptions, width));

        var reference = expected.GetProperty("open_clip_get_clip_metrics_first_caption");
        Assert.Equal(reference.EnumerateObject().Count(), metrics.Length);
        Assert.All(metrics, metric => Assert.Equal(reference.GetProperty(metric.Name).GetDouble(), metric.Value, SingleRounding));
    }

    private static GoldenTensors Open(out JsonElement expected)
    {
        expected = JsonDocument.Parse(File.ReadAllText(TestData.Require("golden", "eval", "eval.json"))).RootElement.GetProperty("retrieval");
        return GoldenTensors.Open(TestData.Require("golden", "eval", "retrieval.safetensors"));
    }

    private static EmbeddingTable Table(GoldenTensors golden, string name) => EmbeddingTable.Normalize(golden.Floats(name), golden.Shape(name)[1]);
}
