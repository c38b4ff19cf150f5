using System.Collections.Immutable;
using System.Text.Json;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Safetensors;
using AkkaClip.Model.Towers;
using AkkaClip.TestSupport;
using Xunit;

namespace AkkaClip.Model.Tests.Golden;

/// <summary>One folder of OpenCLIP's own outputs; its README says what the files hold.</summary>
public sealed class GoldenModel
{
    /// <summary>Rows of the "main batch".</summary>
    public const int MainBatch = 8;

    private GoldenModel(string folder, ModelConfig config, ComputeKind compute)
    {
        Folder = folder;
        Compute = compute;
        Config = config;
        using var inputs = Open("inputs");
        Pixels = inputs.Bytes(inputs["images_u8"], 0, (int)inputs["images_u8"].NumBytes).ToArray();
        Tokens = Array.ConvertAll(inputs.ReadIntegers("tokens"), token => (int)token);
        StepRows = inputs.ReadIntegers("step_index");
        Scalars = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "scalars.json"))).RootElement;
    }

    public string Folder { get; }

    public ModelConfig Config { get; }

    /// <summary>What computes the replicas made here.</summary>
    public ComputeKind Compute { get; }

    public byte[] Pixels { get; }

    public int[] Tokens { get; }

    /// <summary>Row numbers of the batch of each optimizer step, [5, 8].</summary>
    public long[] StepRows { get; }

    public JsonElement Scalars { get; }

    public int NumRows => Tokens.Length / Config.Text.ContextLength;

    public JsonElement Values => Scalars.GetProperty("values_f32");

    /// <summary>Names of the folders; one null where there is no test data, so that the tests are seen to be skipped.</summary>
    public static IEnumerable<object?[]> Names()
    {
        var folder = Path.Combine(TestData.Root, "golden", "models");
        return Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(path => new object?[] { Path.GetFileName(path) })
            : [[null]];
    }

    /// <summary>Every name with the plain and with the fused computation.</summary>
    public static IEnumerable<object?[]> Cases() =>
        from name in Names()
        from compute in new[] { ComputeKind.Plain, ComputeKind.Fused }
        select new object?[] { name[0], compute };

    /// <summary>Skips the running test without data, without the kernels it asks for, and for models that are refused.</summary>
    public static GoldenModel Load(string? name, ComputeKind compute = ComputeKind.Plain)
    {
        Skip.If(compute == ComputeKind.Fused && !FusedKernels.IsAvailable, FusedKernels.Unavailable);
        var folder = TestData.Require("golden", "models", name ?? "");
        try
        {
            return new GoldenModel(folder, ModelConfigReader.ReadFile(Path.Combine(folder, "config.json")), compute);
        }
        catch (ModelConfigException refusal)
        {
            Skip.If(refusal.Message.Contains("CoCa", StringComparison.Ordinal), "CoCa models are refused");
            throw;
        }
    }

    public SafetensorsFile Open(string name) => SafetensorsFile.Open(Path.Combine(Folder, $"{name}.safetensors"));

    public bool Has(string name) => File.Exists(Path.Combine(Folder, $"{name}.safetensors"));

    public ReplicaOptions Options()
    {
        var parameters = Scalars.GetProperty("hyper_parameters");
        double Number(string name) => parameters.GetProperty(name).GetDouble();
        return new ReplicaOptions
        {
            Config = Config,
            Loss = LossKind.Clip,
            Compute = Compute,
            Device = "cpu",
            Seed = 1,
            InitialWeights = Path.Combine(Folder, "weights.safetensors"),
            Towers = new TowerOptions
            {
                // The golden input is (u8 - 128) / 64.
                PixelMean = [.. Enumerable.Repeat(128 / 255.0, 3)],
                PixelStd = [.. Enumerable.Repeat(64 / 255.0, 3)],
            },
            Optimizer = new AdamWOptions(
                Number("beta1"), Number("beta2"), Number("eps"), Number("weight_decay"), DecayRule.V3, Number("grad_clip_norm")),
        };
    }

    public Replica CreateReplica(Func<ReplicaOptions, ReplicaOptions>? change = null) =>
        Replica.Create((change ?? (options => options))(Options()), TimeProvider.System);

    /// <summary>Rows of the inputs as a batch.</summary>
    public Batch Batch(params ReadOnlySpan<int> rows)
    {
        var imageBytes = 3 * Config.Vision.ImageSize * Config.Vision.ImageSize;
        var length = Config.Text.ContextLength;
        var (pixels, tokens) = (new List<byte>(), new List<int>());
        foreach (var row in rows)
        {
            pixels.AddRange(Pixels.AsSpan(row * imageBytes, imageBytes));
            tokens.AddRange(Tokens.AsSpan(row * length, length));
        }

        return new Batch
        {
            FirstPosition = rows.IsEmpty ? 0 : rows[0],
            ImageSize = Config.Vision.ImageSize,
            ContextLength = length,
            Pixels = [.. pixels],
            Tokens = [.. tokens],
            SampleIds = [.. rows.ToArray().Select(row => (long)row)],
        };
    }

    public static int[] Rows(int first, int count) => [.. Enumerable.Range(first, count)];

    public static StepContext Context(long step, params ImmutableArray<int> sliceSizes) => new(step, sliceSizes);
}
