using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Ledger;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>Everything that a trainer does with its replica. Runs on the replica's thread alone.</summary>
internal sealed class ReplicaDriver(IRunParts parts, string device, int threads) : IDisposable
{
    private IReplica? _replica;
    private bool _isUntouched, _pendingIsFinite;

    /// <summary>Makes the replica before it is needed: who enters a generation then has nothing to do that the others would wait for.</summary>
    public void Prepare()
    {
        _replica = parts.CreateReplica(device);
        _replica.SetThreads(threads);
        _isUntouched = true;
    }

    /// <summary>Comes to hold the state that a generation starts from, together with its other members; returns its checksum.</summary>
    /// <exception cref="CollectiveFailedException">A member failed meanwhile.</exception>
    public ulong Enter(GenerationPlan plan, ICollective links)
    {
        var self = plan.Generation.Members[links.Rank];
        if (plan.Origin == StateOrigin.Seed && !_isUntouched)
            Dispose(); // it may have steps behind it
        _isUntouched = false;
        _replica ??= parts.CreateReplica(device);
        _replica.SetThreads(threads);
        _replica.Discard();
        if (plan.Origin == StateOrigin.Checkpoint && self == plan.Source)
            _replica.RestoreState(parts.ReadState(plan.CheckpointFolder!));
        if (!plan.Heal.IsEmpty)
            StateTransfer.Run(_replica, plan, links);
        return _replica.Checksum();
    }

    /// <param name="batch">Null: this rank's slice is empty, but its part in the exchange is not.</param>
    /// <returns>What the step came to, and the samples of all ranks that it was computed from.</returns>
    public (StepOutcome Outcome, SampleDigest Samples) Compute(Batch? batch, StepContext context, ICollective links, SampleLedger ledger)
    {
        var slice = batch ?? EmptyBatch();
        links.BeginStep(context.Step);
        var digests = new DigestExchange(ledger.Of(slice), links);
        var outcome = Replica.ComputeGradients(slice, context, links);
        var samples = digests.Complete();
        _pendingIsFinite = outcome.IsFinite;
        return (outcome, samples);
    }

    /// <summary>Concludes the step that is held reduced, as those who led it would have.</summary>
    public void CatchUp(double learningRate) => Conclude(_pendingIsFinite ? learningRate : null);

    /// <summary>Ends the step at hand: applies it, or skips it where <paramref name="learningRate"/> is null.</summary>
    public void Conclude(double? learningRate)
    {
        if (learningRate is { } rate)
            Replica.Commit(rate);
        else
            Replica.Skip();
    }

    public ulong Checksum() => Replica.Checksum();

    public ReplicaState Capture() => Replica.CaptureState();

    public void Dispose()
    {
        _replica?.Dispose();
        _replica = null;
    }

    private IReplica Replica => _replica ?? throw new InvalidOperationException("no generation was entered yet");

    private Batch EmptyBatch() => new()
    {
        FirstPosition = 0,
        ImageSize = Replica.Config.Vision.ImageSize,
        ContextLength = Replica.Config.Text.ContextLength,
        Pixels = [],
        Tokens = [],
        SampleIds = [],
    };
}
