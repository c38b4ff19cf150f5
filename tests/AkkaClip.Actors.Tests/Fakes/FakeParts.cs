using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>The parts of a run of <see cref="FakeReplica"/>s, with planned faults.</summary>
/// <param name="seed">Of the run.</param>
internal sealed class FakeParts(FaultPlan faults, long seed = 1) : IRunParts, IFaulty
{
    private const long Count = 21;

    private readonly SampleOrder _order = Specs.Order(seed, Count);

    /// <summary>What the batches of a run of <see cref="Specs.Run"/> hold.</summary>
    public static SampleLedger Samples { get; } = new(SampleSpec.Of(Specs.Run(""), Count));

    public FaultPlan Faults => faults;

    public long NumSamples => Count;

    public LoaderTarget Target { get; } = new() { ImageSize = 1, ContextLength = 1, GlobalBatch = 7, Seed = 1 };

    public string Contents => "numbers";

    /// <summary>Steps whose loss is not a number.</summary>
    public IReadOnlySet<long> NonFiniteSteps { get; init; } = ImmutableHashSet<long>.Empty;

    /// <summary>The devices that replicas were made for.</summary>
    public ConcurrentBag<string> Devices { get; } = [];

    public IReplica CreateReplica(string device)
    {
        Devices.Add(device);
        return new FakeReplica(faults, NonFiniteSteps);
    }

    public IBatchLoader CreateLoader() => new FakeLoader(faults, Number);

    /// <summary>The weight is in the first part; of every other one there is a file that says how many there are.</summary>
    public IEnumerable<string> WriteState(ReplicaState state, string folder, int stripe, int numStripes)
    {
        faults.Reach(FaultPoint.Writing, state.NumCommits);
        var name = stripe == 0 ? "state.txt" : $"stripe-{stripe}.txt";
        File.WriteAllText(
            Path.Combine(folder, name),
            stripe == 0 ? string.Create(CultureInfo.InvariantCulture, $"{state.Values[0]:R} {state.NumCommits}") : $"{numStripes}");
        return [name];
    }

    public ReplicaState ReadState(string folder)
    {
        var words = File.ReadAllText(Path.Combine(folder, "state.txt")).Split(' ');
        foreach (var path in Directory.EnumerateFiles(folder, "stripe-*.txt"))
            Assert.Equal(Directory.EnumerateFiles(folder, "stripe-*.txt").Count() + 1, int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture));
        return FakeState.Of(float.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The indices of the samples are all that there is of them.</summary>
    private Batch Number(PositionRange slice) => new()
    {
        FirstPosition = slice.Start,
        ImageSize = 1,
        ContextLength = 1,
        Pixels = new byte[3 * slice.Count],
        Tokens = new int[slice.Count],
        SampleIds = [.. Enumerable.Range(0, slice.Count).Select(row => faults.TakesExchange(slice.Start + row) ? Count : _order.At(slice.Start + row).Index)],
    };

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;

    public ImmutableSortedDictionary<string, double> Evaluate(EvaluationTaskSpec task, ReplicaState state, CancellationToken cancellation)
    {
        faults.Reach(FaultPoint.Evaluating, state.NumCommits);
        return ImmutableSortedDictionary<string, double>.Empty.Add("weight", state.Values[0]);
    }
}
