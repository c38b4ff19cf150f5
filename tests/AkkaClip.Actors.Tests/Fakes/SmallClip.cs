using System.Collections.Immutable;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>The parts of a run of a small but real CLIP, on samples drawn from their positions.</summary>
/// <param name="path">Of data that is missing here; null: the data is here.</param>
internal sealed class SmallClip(RunSpec spec, FaultPlan faults, string? path = null) : IRunParts, IFaulty
{
    private const long Count = 1000;

    private static readonly ModelConfig Config = new()
    {
        Name = "small",
        EmbedDim = 8,
        Vision = new VitConfig { ImageSize = 8, PatchSize = 4, Width = 16, HeadWidth = 8, Layers = 2 },
        Text = new TextConfig { ContextLength = 6, VocabSize = 32, Width = 16, Heads = 2, Layers = 2 },
    };

    private readonly ReplicaOptions _options = new()
    {
        Config = Config,
        Loss = LossKind.Clip,
        Compute = ComputeKind.Plain,
        Device = "cpu",
        Seed = spec.Seed,
        Towers = new TowerOptions { PixelMean = [0.5, 0.5, 0.5], PixelStd = [0.5, 0.5, 0.5] },
        Optimizer = AdamWOptions.From(spec.Training),
    };

    private readonly SampleOrder _order = Specs.Order(spec.Seed, Count);

    public FaultPlan Faults => faults;

    public long NumSamples => Found(Count);

    public LoaderTarget Target => new()
    {
        ImageSize = Config.Vision.ImageSize, ContextLength = Config.Text.ContextLength, GlobalBatch = spec.Training.GlobalBatch, Seed = spec.Seed,
    };

    public string Contents => Found("positions");

    public IReplica CreateReplica(string device) => new FaultyReplica(Replica.Create(_options with { Device = device }, TimeProvider.System), faults);

    public IBatchLoader CreateLoader() => Found(new FakeLoader(faults, Draw));

    public IEnumerable<string> WriteState(ReplicaState state, string folder, int stripe, int numStripes)
    {
        if (stripe != 0)
            return [];
        File.WriteAllLines(Path.Combine(folder, "state.txt"), state.Blocks.Select(block => Convert.ToHexString(block.Bytes.Span)));
        return ["state.txt"];
    }

    public ReplicaState ReadState(string folder)
    {
        var state = StateLayout.Of(_options).Allocate();
        foreach (var (block, line) in state.Blocks.Zip(File.ReadLines(Path.Combine(folder, "state.txt"))))
            Convert.FromHexString(line).CopyTo(block.Bytes);
        return state;
    }

    public ImmutableSortedDictionary<string, double> Evaluate(EvaluationTaskSpec task, ReplicaState state, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public void Dispose()
    {
    }

    private T Found<T>(T part) => path is null ? part : throw new DataSourceException(path, "no such file", "check the path");

    private Batch Draw(PositionRange slice)
    {
        var pixels = new List<byte>();
        var tokens = new List<int>();
        foreach (var position in Enumerable.Range(0, slice.Count).Select(row => slice.Start + row))
        {
            var random = new Random((int)position);
            pixels.AddRange(Enumerable.Range(0, 3 * 8 * 8).Select(_ => (byte)random.Next(256)));
            tokens.AddRange([30, .. Enumerable.Range(0, 3).Select(_ => random.Next(1, 30)), 31, 0]);
        }

        return new Batch
        {
            FirstPosition = slice.Start,
            ImageSize = 8,
            ContextLength = 6,
            Pixels = [.. pixels],
            Tokens = [.. tokens],
            SampleIds = [.. Enumerable.Range(0, slice.Count).Select(row => _order.At(slice.Start + row).Index)],
        };
    }
}
