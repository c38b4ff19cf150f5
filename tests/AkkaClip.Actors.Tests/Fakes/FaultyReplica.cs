using System.Collections.Immutable;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>A real replica with planned faults around it, and in the middle of its exchanges.</summary>
internal sealed class FaultyReplica(IReplica inner, FaultPlan faults) : IReplica
{
    private long _step;

    public ModelConfig Config => inner.Config;

    public StateLayout Layout => inner.Layout;

    public long NumCommits => inner.NumCommits;

    public StepOutcome ComputeGradients(Batch batch, StepContext context, ICollective collective)
    {
        _step = context.Step;
        faults.Reach(FaultPoint.BeforeCompute, _step);
        return inner.ComputeGradients(batch, context, new FaultyCollective(collective, () => faults.Reach(FaultPoint.WhileComputing, _step)));
    }

    public CommitResult Commit(double learningRate)
    {
        faults.Reach(FaultPoint.BeforeApply, _step);
        var result = inner.Commit(learningRate);
        faults.Reach(FaultPoint.AfterApply, _step);
        return result;
    }

    public void Skip() => inner.Skip();

    public void Discard() => inner.Discard();

    public ulong Checksum() => inner.Checksum();

    public ReplicaState CaptureState()
    {
        faults.Reach(FaultPoint.WhileCapturing, NumCommits);
        return inner.CaptureState();
    }

    /// <summary>All of it, which <see cref="SmallClip"/> writes as the first part.</summary>
    public ReplicaState CaptureStripe(int stripe, int numStripes) => CaptureState();

    public void RestoreState(ReplicaState state)
    {
        faults.Reach(FaultPoint.WhileRestoring, state.NumCommits);
        inner.RestoreState(state);
    }

    public float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count) => inner.EncodeImages(pixels, count);

    public float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count) => inner.EncodeTexts(tokens, count);

    public void SetThreads(int threads) => inner.SetThreads(threads);

    public void Dispose() => inner.Dispose();

    private sealed class FaultyCollective(ICollective links, Action fault) : ICollective
    {
        public int Rank => links.Rank;

        public int WorldSize => links.WorldSize;

        public ICollectiveOperation AllGather(ReadOnlyMemory<float> shard, Memory<float> all, ImmutableArray<int> shardLengths) =>
            links.AllGather(shard, all, shardLengths);

        public ICollectiveOperation AllReduceSum(Memory<float> buffer)
        {
            fault();
            return links.AllReduceSum(buffer);
        }

        public ICollectiveOperation AllReduceSum(ImmutableArray<Memory<float>> contributions, Memory<float> sum, ImmutableArray<int> numContributions)
        {
            fault();
            return links.AllReduceSum(contributions, sum, numContributions);
        }

        public ICollectiveOperation Broadcast(Memory<byte> buffer, int root) => links.Broadcast(buffer, root);
    }
}
