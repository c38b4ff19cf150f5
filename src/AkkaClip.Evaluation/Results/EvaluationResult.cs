using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AkkaClip.Evaluation.Results;

/// <summary>What an evaluation found, in the shape of CLIP_benchmark's result files.</summary>
public sealed record EvaluationResult
{
    public const string ZeroShotTask = "zeroshot_classification";
    public const string RetrievalTask = "zeroshot_retrieval";

    public required string Dataset { get; init; }

    /// <summary>The model's configuration.</summary>
    public required string Model { get; init; }

    /// <summary>Where its weights come from: a checkpoint.</summary>
    public required string Pretrained { get; init; }
    public required string Task { get; init; }
    public required ImmutableArray<EvaluationMetric> Metrics { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>Pictures evaluated.</summary>
    public required int NumSamples { get; init; }

    /// <summary>Pictures left out: not decodable, without caption or class.</summary>
    public required int NumSkipped { get; init; }

    /// <summary>Classes or captions to choose from.</summary>
    public required int NumCandidates { get; init; }

    /// <summary>The value of a metric.</summary>
    /// <exception cref="KeyNotFoundException">This task has no such metric.</exception>
    public double this[string metric] => Metrics.FirstOrDefault(entry => entry.Name == metric) is { Name: not null } found
        ? found.Value
        : throw new KeyNotFoundException($"{Task} has no metric {metric}");

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("dataset", Dataset);
            writer.WriteString("model", Model);
            writer.WriteString("pretrained", Pretrained);
            writer.WriteString("task", Task);
            writer.WriteStartObject("metrics");
            foreach (var metric in Metrics)
                writer.WriteNumber(metric.Name, metric.Value);
            writer.WriteEndObject();
            writer.WriteString("language", Language);
            writer.WriteNumber("num_samples", NumSamples);
            writer.WriteNumber("num_skipped", NumSkipped);
            writer.WriteNumber("num_candidates", NumCandidates);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
