using System.Collections.Immutable;
using System.Globalization;

namespace AkkaClip.Core.Runs;

/// <summary>Finds every value of a run that is out of its range or contradicts another; whether files exist is not asked here.</summary>
internal sealed class RunSpecValidator : SpecValidator
{
    private const string Root = "akkaclip.run";

    public static ImmutableArray<SpecError> Validate(RunSpec run)
    {
        var validator = new RunSpecValidator();
        validator.CheckRun(run);
        validator.CheckModel(run.Model);
        validator.CheckData($"{Root}.data", run.Data);
        validator.CheckTraining(run.Training);
        validator.CheckTrainers(run.Trainers, run.Training.GlobalBatch);
        validator.CheckLoaders(run.Loaders);
        validator.CheckCheckpoint(run.Checkpoint);
        validator.CheckEvaluation(run.Evaluation);
        return validator.Errors;
    }

    private void CheckRun(RunSpec run)
    {
        Check($"{Root}.name", run.Name, IsName(run.Name), "1 to 64 letters, digits, '-', '_' or '.', with a letter or digit first");
        Check($"{Root}.directory", run.Directory, run.Directory.Length > 0, "the path of a folder");
        CheckAtLeast($"{Root}.log-every-steps", run.LogEverySteps, 1);
    }

    private void CheckModel(ModelSpec model)
    {
        const string Path = $"{Root}.model";
        Check($"{Path}.config", model.Config, model.Config.Length > 0, "the name of a built-in model (akkaclip model list) or the path of a model JSON");
        Check($"{Path}.device", model.Device, model.Device is "cpu" or "cuda" || IsNumberedGpu(model.Device), "cpu, cuda, or cuda:<number>");
        Check($"{Path}.patch-dropout", model.PatchDropout, model.PatchDropout is >= 0 and < 1, "in [0, 1)");
        if (model.LockImageUnlockedGroups is { } image)
            CheckAtLeast($"{Path}.lock-image-unlocked-groups", image, 0, ", or off");
        if (model.LockTextUnlockedGroups is { } text)
            CheckAtLeast($"{Path}.lock-text-unlocked-groups", text, 0, ", or off");
        Check($"{Path}.compute", model.Compute, model.Compute != ComputeKind.Fused || model.Device == "cpu", "auto or plain on a GPU: the fused kernels are for the CPU");
    }

    private void CheckData(string path, DataSpec data)
    {
        Check($"{path}.paths", $"[{string.Join(", ", data.Paths)}]", !data.Paths.IsEmpty && data.Paths.All(entry => entry.Length > 0), "one path or more");
        Check($"{path}.paths", $"[{string.Join(", ", data.Paths)}]", data.Format == DataFormat.WebDataset || data.Paths.Length <= 1, $"a single path where the format is {data.Format.ToString().ToLowerInvariant()}");
        Check($"{path}.vocabulary", data.Vocabulary, data.Vocabulary.Length > 0, "the path of a vocabulary");
        if (data.TestShare is { } share)
            Check($"{path}.test-share", share, share is > 0 and < 1, "in (0, 1), or off");
        Check($"{path}.split", data.Split ?? "off", data.TestShare is null || data.Split is null or "train" or "test", "train, test, or off where test-share makes the splits");
        if (data.Format == DataFormat.Table)
        {
            Check($"{path}.image-field", data.ImageField, data.ImageField.Length > 0, "the column of the image's file name");
            Check($"{path}.caption-fields", "[]", !data.CaptionFields.IsEmpty, "one column or more");
        }
        Check($"{path}.split-field", data.SplitField, data.Split is null || data.TestShare is not null || data.SplitField.Length > 0, "the column or field of the split");

        CheckAtLeast($"{path}.prefetch-batches", data.PrefetchBatches, 1);
        CheckAtLeast($"{path}.threads", data.Threads, 0);
        CheckAtLeast($"{path}.cache-megabytes", data.CacheMegabytes, 0);
        CheckAtLeast($"{path}.remote-cache-gigabytes", data.RemoteCacheGigabytes, 1);
        Check($"{path}.max-replaced-share", data.MaxReplacedShare, data.MaxReplacedShare is >= 0 and <= 1, "in [0, 1]");
        CheckAtLeast($"{path}.shuffle-block-samples", data.ShuffleBlockSamples, 1);
        CheckAtLeast($"{path}.shuffle-window-blocks", data.ShuffleWindowBlocks, 1);
        CheckAugmentation($"{path}.augmentation", data.Augmentation);
    }

    private void CheckAugmentation(string path, AugmentationSpec augmentation)
    {
        var (scale, ratio) = (augmentation.CropScale, augmentation.CropRatio);
        Check($"{path}.crop-scale", Range(scale), scale.Min > 0 && scale.Min <= scale.Max && scale.Max <= 1, "[min, max] with 0 < min <= max <= 1");
        Check($"{path}.crop-ratio", Range(ratio), ratio.Min > 0 && ratio.Min <= ratio.Max && double.IsFinite(ratio.Max), "[min, max] with 0 < min <= max");
        Check($"{path}.mean", List(augmentation.Mean), augmentation.Mean.Length == 3 && augmentation.Mean.All(double.IsFinite), "three numbers, for red, green and blue");
        Check($"{path}.std", List(augmentation.Std), augmentation.Std.Length == 3 && augmentation.Std.All(std => std > 0 && double.IsFinite(std)), "three positive numbers, for red, green and blue");
    }

    private void CheckTraining(TrainingSpec training)
    {
        const string Path = $"{Root}.training";
        CheckAtLeast($"{Path}.global-batch", training.GlobalBatch, 2);
        CheckAtLeast($"{Path}.micro-batch", training.MicroBatch, 0);
        Check($"{Path}.logical-shards", training.LogicalShards, training.LogicalShards >= 0 && training.LogicalShards <= training.GlobalBatch, $"0 (off) to global-batch, {training.GlobalBatch}");
        CheckAtLeast($"{Path}.num-steps", training.NumSteps, 1);
        CheckNumber($"{Path}.learning-rate", training.LearningRate, training.LearningRate > 0, "positive");
        Check($"{Path}.beta1", training.Beta1, training.Beta1 is >= 0 and < 1, "in [0, 1)");
        Check($"{Path}.beta2", training.Beta2, training.Beta2 is >= 0 and < 1, "in [0, 1)");
        CheckNumber($"{Path}.epsilon", training.Epsilon, training.Epsilon > 0, "positive");
        CheckNumber($"{Path}.weight-decay", training.WeightDecay, training.WeightDecay >= 0, "0 or more");
        CheckNumber($"{Path}.clip-norm", training.ClipNorm, training.ClipNorm >= 0, "0 (not clipped) or more");
        Check($"{Path}.warmup-steps", training.WarmupSteps, training.WarmupSteps >= 0 && training.WarmupSteps <= training.NumSteps, $"0 to num-steps, {training.NumSteps}");
        Check($"{Path}.cooldown-steps", training.CooldownSteps, training.CooldownSteps >= 0 && training.CooldownSteps <= training.NumSteps, $"0 to num-steps, {training.NumSteps}");
        CheckNumber($"{Path}.cooldown-power", training.CooldownPower, training.CooldownPower > 0, "positive");
        CheckNumber($"{Path}.cooldown-end-learning-rate", training.CooldownEndLearningRate, training.CooldownEndLearningRate >= 0, "0 or more");
        CheckAtLeast($"{Path}.non-finite-limit", training.NonFiniteLimit, 0);
    }

    private void CheckTrainers(TrainersSpec trainers, int globalBatch)
    {
        const string Path = $"{Root}.trainers";
        CheckAtLeast($"{Path}.count", trainers.Count, 1);
        Check($"{Path}.count", trainers.Count, trainers.Count <= Math.Max(1, globalBatch), $"at most training.global-batch, {globalBatch}: every trainer needs a sample");
        Check($"{Path}.minimum", trainers.Minimum, trainers.Minimum >= 1 && trainers.Minimum <= Math.Max(1, trainers.Count), $"1 to trainers.count, {trainers.Count}");
        CheckAtLeast($"{Path}.threads", trainers.Threads, 0);
        CheckAtLeast($"{Path}.checksum-every-steps", trainers.ChecksumEverySteps, 0);
    }

    private void CheckLoaders(LoadersSpec loaders) =>
        Check($"{Root}.loaders.timeout", loaders.Timeout, loaders.Timeout > TimeSpan.Zero, "longer than 0");

    private void CheckCheckpoint(CheckpointSpec checkpoint)
    {
        const string Path = $"{Root}.checkpoint";
        CheckAtLeast($"{Path}.every-steps", checkpoint.EverySteps, 0);
        CheckAtLeast($"{Path}.keep-last", checkpoint.KeepLast, 1);
        CheckAtLeast($"{Path}.keep-every-steps", checkpoint.KeepEverySteps, 0);
    }

    private void CheckEvaluation(EvaluationSpec evaluation)
    {
        const string Path = $"{Root}.evaluation";
        CheckAtLeast($"{Path}.every-steps", evaluation.EverySteps, 0);
        foreach (var task in evaluation.Tasks)
        {
            var path = $"{Path}.tasks.{task.Name}";
            Check(path, task.Name, IsName(task.Name), "named by 1 to 64 letters, digits, '-', '_' or '.', with a letter or digit first");
            CheckAtLeast($"{path}.max-samples", task.MaxSamples, 0);
            CheckData($"{path}.data", task.Data);
            if (task.Kind != EvaluationTaskKind.ZeroShot)
                continue;
            Check($"{path}.class-field", task.ClassField ?? "off", !string.IsNullOrEmpty(task.ClassField), "the column or field of the class, for a zero-shot task");
            Check($"{path}.templates", $"[{string.Join(", ", task.Templates)}]", !task.Templates.IsEmpty && task.Templates.All(template => template.Contains("{c}", StringComparison.Ordinal)), "one template or more, each with {c} for the class");
        }
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private void CheckNumber(string path, double value, bool inRange, string allowed) => Check(path, value, inRange && double.IsFinite(value), allowed);

    private static string Range((double Min, double Max) range) => List([range.Min, range.Max]);

    private static string List(ImmutableArray<double> numbers) => $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
}
