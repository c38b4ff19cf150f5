using System.Text.Json;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Text;
using AkkaClip.Model.Checkpoints;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;

namespace AkkaClip.Actors.Parts;

/// <summary>A trained model out of a checkpoint's folder, ready to embed images and texts.</summary>
public sealed class CheckpointModel : IDisposable
{
    /// <summary>The vocabulary beside a checkpoint's weights.</summary>
    public const string VocabularyFile = "vocabulary.txt.gz";

    private readonly Replica _replica;

    private CheckpointModel(Replica replica, ClipTokenizer tokenizer, ResizeKind resize) =>
        (_replica, Tokenizer, Resize) = (replica, tokenizer, resize);

    public IReplica Replica => _replica;

    public ITokenizer Tokenizer { get; }

    /// <summary>How the model's images become square.</summary>
    public ResizeKind Resize { get; }

    /// <summary>Loads weights, configuration and vocabulary.</summary>
    /// <param name="folder">Of a checkpoint, or of an OpenCLIP model as a hub holds it.</param>
    /// <param name="vocabulary">Null: the one in the folder.</param>
    /// <exception cref="UserErrorException">A file is missing or broken.</exception>
    public static CheckpointModel Load(string folder, string? vocabulary, string device, TimeProvider time)
    {
        var configPath = Path.Combine(folder, ReplicaFiles.Config);
        if (!File.Exists(configPath))
            throw new UserErrorException($"{folder} is no checkpoint: it has no {ReplicaFiles.Config}; name a folder such as runs/NAME/checkpoints/step-00000500");
        var tokenizer = ClipTokenizer.Load(vocabulary ?? Path.Combine(folder, VocabularyFile));
        var config = ModelConfigReader.ReadFile(configPath);
        if (config.Text.VocabSize != tokenizer.VocabularySize)
            throw new UserErrorException($"{folder}: the model has {config.Text.VocabSize} tokens and the vocabulary {tokenizer.VocabularySize}; name the model's own with --vocabulary");
        var (mean, std, resize) = ReadPreprocessing(configPath);
        var replica = Model.Replicas.Replica.Create(
            new ReplicaOptions
            {
                Config = config,
                Loss = config.InitLogitBias is null ? LossKind.Clip : LossKind.SigLip,
                Compute = ComputeKind.Auto,
                Device = device,
                Seed = 0,
                Towers = new TowerOptions { PixelMean = [.. mean], PixelStd = [.. std] },
                Optimizer = AdamWOptions.Unused,
                InitialWeights = Path.Combine(folder, ReplicaFiles.Weights),
            },
            time);
        return new CheckpointModel(replica, tokenizer, resize);
    }

    public void Dispose() => _replica.Dispose();

    private static (double[] Mean, double[] Std, ResizeKind Resize) ReadPreprocessing(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        if (!json.RootElement.TryGetProperty("preprocess_cfg", out var section))
            throw new UserErrorException($"{path} has no preprocess_cfg; take the file that came with the weights");
        var resize = section.TryGetProperty("resize_mode", out var mode) && Enum.TryParse<ResizeKind>(mode.GetString(), ignoreCase: true, out var kind)
            ? kind
            : ResizeKind.Shortest;
        return (Numbers(section, "mean", path), Numbers(section, "std", path), resize);
    }

    private static double[] Numbers(JsonElement section, string name, string path)
    {
        if (section.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 3
            && list.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number))
            return [.. list.EnumerateArray().Select(number => number.GetDouble())];
        throw new UserErrorException($"{path}: preprocess_cfg.{name} must be three numbers");
    }
}
