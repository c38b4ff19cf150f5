using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>
/// Writes a run's specification as JSON, which is HOCON too: with the keys of a run file, every one, and absolute paths.
/// What is written reads back as the same specification.
/// </summary>
internal static class RunSpecWriter
{
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RunSpec run)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_format))
        {
            json.WriteStartObject();
            json.WriteStartObject("akkaclip");
            Section(json, "run", () => WriteRun(json, run));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteRun(Utf8JsonWriter json, RunSpec run)
    {
        json.WriteString("name", run.Name);
        json.WriteNumber("seed", run.Seed);
        json.WriteString("directory", run.Directory);
        json.WriteNumber("log-every-steps", run.LogEverySteps);
        Section(json, "model", () => WriteModel(json, run.Model));
        Section(json, "data", () => WriteData(json, run.Data));
        Section(json, "training", () => WriteTraining(json, run.Training));
        Section(json, "trainers", () =>
        {
            json.WriteNumber("count", run.Trainers.Count);
            json.WriteNumber("minimum", run.Trainers.Minimum);
            json.WriteNumber("threads", run.Trainers.Threads);
            json.WriteNumber("checksum-every-steps", run.Trainers.ChecksumEverySteps);
            json.WriteNumber("priority", run.Trainers.Priority);
        });
        Section(json, "loaders", () =>
        {
            Choice(json, "place", run.Loaders.Place);
            json.WriteString("timeout", string.Create(CultureInfo.InvariantCulture, $"{run.Loaders.Timeout.TotalMilliseconds:R} ms"));
        });
        Section(json, "checkpoint", () =>
        {
            json.WriteNumber("every-steps", run.Checkpoint.EverySteps);
            json.WriteNumber("keep-last", run.Checkpoint.KeepLast);
            json.WriteNumber("keep-every-steps", run.Checkpoint.KeepEverySteps);
        });
        Section(json, "evaluation", () => WriteEvaluation(json, run.Evaluation));
    }

    private static void WriteModel(Utf8JsonWriter json, ModelSpec model)
    {
        json.WriteString("config", model.Config);
        Choice(json, "loss", model.Loss);
        Choice(json, "precision", model.Precision);
        Choice(json, "compute", model.Compute);
        json.WriteString("device", model.Device);
        json.WriteNumber("patch-dropout", model.PatchDropout);
        OrOff(json, "lock-image-unlocked-groups", model.LockImageUnlockedGroups);
        OrOff(json, "lock-text-unlocked-groups", model.LockTextUnlockedGroups);
        json.WriteBoolean("gradient-checkpointing", model.GradientCheckpointing);
        json.WriteBoolean("sync-batch-norm", model.SyncBatchNorm);
        json.WriteBoolean("trim-text", model.TrimText);
        json.WriteBoolean("pooled-last-block", model.PooledLastBlock);
        json.WriteString("initial-weights", model.InitialWeights ?? "off");
    }

    private static void WriteData(Utf8JsonWriter json, DataSpec data)
    {
        Choice(json, "format", data.Format);
        Texts(json, "paths", data.Paths);
        json.WriteString("split", data.Split ?? "off");
        json.WriteString("split-field", data.SplitField);
        OrOff(json, "test-share", data.TestShare);
        json.WriteString("image-field", data.ImageField);
        Texts(json, "caption-fields", data.CaptionFields);
        json.WriteString("image-root", data.ImageRoot ?? "off");
        json.WriteString("vocabulary", data.Vocabulary);
        Section(json, "augmentation", () =>
        {
            Choice(json, "evaluation-resize", data.Augmentation.EvaluationResize);
            Choice(json, "policy", data.Augmentation.Policy);
            Numbers(json, "crop-scale", [data.Augmentation.CropScale.Min, data.Augmentation.CropScale.Max]);
            Numbers(json, "crop-ratio", [data.Augmentation.CropRatio.Min, data.Augmentation.CropRatio.Max]);
            json.WriteBoolean("horizontal-flip", data.Augmentation.HorizontalFlip);
            Numbers(json, "mean", data.Augmentation.Mean);
            Numbers(json, "std", data.Augmentation.Std);
        });
        json.WriteNumber("prefetch-batches", data.PrefetchBatches);
        json.WriteNumber("threads", data.Threads);
        json.WriteNumber("max-replaced-share", data.MaxReplacedShare);
        json.WriteNumber("cache-megabytes", data.CacheMegabytes);
        json.WriteString("remote-cache-directory", data.RemoteCacheFolder ?? "off");
        json.WriteNumber("remote-cache-gigabytes", data.RemoteCacheGigabytes);
        json.WriteNumber("shuffle-block-samples", data.ShuffleBlockSamples);
        json.WriteNumber("shuffle-window-blocks", data.ShuffleWindowBlocks);
    }

    private static void WriteTraining(Utf8JsonWriter json, TrainingSpec training)
    {
        json.WriteNumber("global-batch", training.GlobalBatch);
        json.WriteNumber("micro-batch", training.MicroBatch);
        json.WriteNumber("logical-shards", training.LogicalShards);
        json.WriteNumber("num-steps", training.NumSteps);
        json.WriteNumber("learning-rate", training.LearningRate);
        json.WriteNumber("beta1", training.Beta1);
        json.WriteNumber("beta2", training.Beta2);
        json.WriteNumber("epsilon", training.Epsilon);
        json.WriteNumber("weight-decay", training.WeightDecay);
        Choice(json, "decay-rule", training.DecayRule);
        json.WriteNumber("clip-norm", training.ClipNorm);
        Choice(json, "schedule", training.Schedule);
        json.WriteNumber("warmup-steps", training.WarmupSteps);
        json.WriteNumber("cooldown-steps", training.CooldownSteps);
        json.WriteNumber("cooldown-power", training.CooldownPower);
        json.WriteNumber("cooldown-end-learning-rate", training.CooldownEndLearningRate);
        json.WriteNumber("non-finite-limit", training.NonFiniteLimit);
    }

    private static void WriteEvaluation(Utf8JsonWriter json, EvaluationSpec evaluation)
    {
        json.WriteNumber("every-steps", evaluation.EverySteps);
        Section(json, RunSpecReader.Tasks, () =>
        {
            foreach (var task in evaluation.Tasks)
            {
                Section(json, task.Name, () =>
                {
                    Choice(json, "kind", task.Kind);
                    json.WriteString("class-field", task.ClassField ?? "off");
                    Texts(json, "templates", task.Templates);
                    Texts(json, "class-names", task.ClassNames);
                    json.WriteNumber("max-samples", task.MaxSamples);
                    Section(json, "data", () => WriteData(json, task.Data));
                });
            }
        });
    }

    private static void Section(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter json, string name, Enum value) => json.WriteString(name, EnumNames.NameOf(value));

    private static void OrOff(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteString(name, "off");
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
