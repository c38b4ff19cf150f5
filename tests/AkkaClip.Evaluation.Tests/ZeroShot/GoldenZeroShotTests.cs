using System.Text.Json;
using AkkaClip.Evaluation.Embeddings;
using AkkaClip.Evaluation.Retrieval;
using AkkaClip.Evaluation.ZeroShot;
using AkkaClip.TestSupport;

namespace AkkaClip.Evaluation.Tests.ZeroShot;

/// <summary>Against the classifier and counts of CLIP_benchmark.</summary>
public sealed class GoldenZeroShotTests
{
    [SkippableFact]
    public void The_classifier_is_the_mean_of_its_prompts()
    {
        var golden = Open(out _);
        var shape = golden.Shape("text_features");
        var weights = Classifier(golden);
        var expected = golden.Floats("classifier");

        for (var row = 0; row < shape[0]; row++)
        {
            for (var i = 0; i < shape[2]; i++)
                Assert.Equal(expected[(i * shape[0]) + row], weights[row][i], 1e-6f);
        }
    }

    [SkippableFact]
    public void Counts_and_recalls_are_exact()
    {
        var golden = Open(out var expected);
        int[] targets = [.. golden.Longs("targets").Select(target => (int)target)];

        var score = ClassificationScore.Compute(Images(golden), Classifier(golden), targets);

        Assert.Equal(expected.GetProperty("correct_top1").GetInt32(), score.NumCorrect);
        Assert.Equal(expected.GetProperty("correct_top5").GetInt32(), score.NumCorrectTop5);
        Assert.Equal(expected.GetProperty("mean_per_class_recall").GetDouble(), score.MeanPerClassRecall, 1e-12);
        foreach (var (recall, index) in score.Recalls.Select((recall, index) => (recall, index)))
        {
            var hasReference = expected.GetProperty("recall_per_class_present").TryGetProperty($"{index}", out var reference);
            Assert.Equal(hasReference ? reference.GetDouble() : null, recall);
        }
    }

    [SkippableFact]
    public void Every_single_prediction_is_the_reference_one()
    {
        var golden = Open(out _);
        int[][] predicted = [.. golden.Longs("pred").Select(prediction => (int[])[(int)prediction])];

        Assert.All(CandidateRanks.Compute(Images(golden), Classifier(golden), predicted), rank => Assert.Equal(0, rank));
    }

    private static GoldenTensors Open(out JsonElement expected)
    {
        expected = JsonDocument.Parse(File.ReadAllText(TestData.Require("golden", "eval", "eval.json"))).RootElement.GetProperty("zero_shot");
        return GoldenTensors.Open(TestData.Require("golden", "eval", "zero_shot.safetensors"));
    }

    private static EmbeddingTable Images(GoldenTensors golden) => EmbeddingTable.Normalize(golden.Floats("image_features"), golden.Shape("image_features")[1]);

    private static EmbeddingTable Classifier(GoldenTensors golden)
    {
        var shape = golden.Shape("text_features");
        return ZeroShotClassifier.AverageTemplates(EmbeddingTable.Normalize(golden.Floats("text_features"), shape[2]), shape[1]);
    }
}
