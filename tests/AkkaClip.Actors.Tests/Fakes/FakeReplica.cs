using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>
/// A replica of one weight whose gradient is a sum of small whole numbers, one a sample: exact in any order and split, so
/// that runs can be compared bit for bit. It depends on weight and samples, so that a lost, doubled or foreign step shows.
/// </summary>
internal sealed class FakeReplica(FaultPlan faults, IReadOnlySet<long> nonFiniteSteps) : IReplica
{
    private readonly float[] _weight = [1];
    private long _numCommits;
    private float? _pending;
    private long _step;

    public ModelConfig Config => Layout.Config;

    public StateLayout Layout => FakeState.Layout;

    public long NumCommits => _numCommits;

    public float Weight
    {
        get => _weight[0];
        set => _weight[0] = value;
    }

    public StepOutcome ComputeGradients(Batch batch, StepContext context, ICollective collective)
    {
        _step = context.Step;
        faults.Reach(FaultPoint.BeforeCompute, _step);
        Assert.Null(_pending);
        Assert.Equal(context.SliceSizes[collective.Rank], batch.Count);
        float[] own = [batch.SampleIds.Sum(id => (id * 7 % 31) + 1)];
        var all = new float[collective.WorldSize];
        collective.AllGather(own, all, [.. Enumerable.Repeat(1, collective.WorldSize)]).Complete();
        faults.Reach(FaultPoint.WhileComputing, _step);
        var sum = own.ToArray();
        collective.AllReduceSum(sum).Complete();
        Assert.Equal(all.Sum(), sum[0]);
        _pending = sum[0] + _weight[0];
        var loss = nonFiniteSteps.Contains(_step) ? double.NaN : _pending.Value;
        return new StepOutcome(_step, loss, sum[0], double.IsFinite(loss), _weight[0], default);
    }

    public CommitResult Commit(double learningRate)
    {
        faults.Reach(FaultPoint.BeforeApply, _step);
        _weight[0] -= (float)learningRate * (_pending ?? throw new InvalidOperationException("nothing is pending")) / 1024;
        _pending = null;
        _numCommits++;
        faults.Reach(FaultPoint.AfterApply, _step);
        if (faults.TakesBend(_step))
            _weight[0] += 1;
        return new CommitResult(_numCommits, 1, _weight[0]);
    }

    public void Skip() => _pending = null;

    public void Discard() => _pending = null;

    public ulong Checksum() => BitConverter.SingleToUInt32Bits(_weight[0]) ^ ((ulong)_numCommits << 32);

    public ReplicaState CaptureState()
    {
        faults.Reach(FaultPoint.WhileCapturing, _numCommits);
        return FakeState.Of(_weight[0], _numCommits);
    }

    public ReplicaState CaptureStripe(int stripe, int numStripes) => CaptureState();

    public void RestoreState(ReplicaState state)
    {
        faults.Reach(FaultPoint.WhileRestoring, state.NumCommits);
        _weight[0] = state.Values[0];
        _numCommits = state.NumCommits;
        _pending = null;
    }

    public float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count) => throw new NotSupportedException();

    public float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count) => throw new NotSupportedException();

    public void SetThreads(int threads)
    {
    }

    public void Dispose()
    {
    }
}
