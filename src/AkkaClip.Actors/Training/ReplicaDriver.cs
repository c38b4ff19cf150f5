using AkkaClip.Actors.Checkpoints;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Ledger;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Training;

/// <summary>Everything that a trainer does with its replica. Runs on the replica's thread alone.</summary>
internal sealed class ReplicaDriver(IRunParts parts, ITrainerLinks links, string device, int threads) : IDisposable
{
    private readonly StateExchange _states = new(links);
    private IReplica? _replica;
    private ReplicaState? _taken;
    private bool _isUntouched, _pendingIsFinite;

    /// <summary>Makes the replica before it is needed: who enters a generation then has nothing to do that the others would wait for.</summary>
    public void Prepare()
    {
        _replica = parts.CreateReplica(device);
        _replica.SetThreads(threads);
        _isUntouched = true;
    }

    /// <summary>Comes to hold the state that a generation starts from, together with its other members.</summary>
    /// <param name="endpoints">Of every member, by rank.</param>
    /// <returns>Its checksum; null: what others gave waits for <see cref="Adopt"/>, and the replica has not changed.</returns>
    /// <exception cref="CollectiveFailedException">A member failed meanwhile.</exception>
    public ulong? Enter(GenerationPlan plan, IReadOnlyList<string> endpoints, ICollective group)
    {
        var self = plan.Generation.Members[group.Rank];
        _states.Release();
        _taken = null;
        if (plan.IsGiven)
        {
            if (!plan.Heal.Contains(self))
                _states.Offer(plan, endpoints, self, Replica);
            StateExchange.Meet(group);
        }

        if (plan.Origin == StateOrigin.Seed && !_isUntouched)
            Dispose(); // it may have steps behind it
        _isUntouched = false;
        _replica ??= parts.CreateReplica(device);
        _replica.SetThreads(threads);
        _replica.Discard();
        if (plan.Origin == StateOrigin.Checkpoint && self == plan.Source)
            Replica.RestoreState(parts.ReadState(plan.CheckpointFolder!));
        if (plan.IsGiven && plan.Heal.Contains(self))
        {
            _taken = _states.Take(plan, endpoints, Replica.Layout);
            return null;
        }

        if (!plan.IsGiven && !plan.Heal.IsEmpty)
            StateTransfer.Run(Replica, plan, group);
        return Replica.Checksum();
    }

    /// <summary>Begins with the state that others gave; returns its checksum.</summary>
    public ulong Adopt()
    {
        Replica.RestoreState(_taken ?? throw new InvalidOperationException("no state was taken"));
        _taken = null;
        return Replica.Checksum();
    }

    /// <param name="batch">Null: this rank's slice is empty, but its part in the exchange is not.</param>
    /// <returns>What the step came to, and the samples of all ranks that it was computed from.</returns>
    public (StepOutcome Outcome, SampleDigest Samples) Compute(Batch? batch, StepContext context, ICollective group, SampleLedger ledger)
    {
        var slice = batch ?? EmptyBatch();
        group.BeginStep(context.Step);
        var digests = new DigestExchange(ledger.Of(slice), group);
        var outcome = Replica.ComputeGradients(slice, context, group);
        var samples = digests.Complete();
        _pendingIsFinite = outcome.IsFinite;
        return (outcome, samples);
    }

    /// <summary>Concludes the step that is held reduced, as those who led it would have.</summary>
    public void CatchUp(double learningRate) => Conclude(_pendingIsFinite ? learningRate : null);

    /// <summary>Ends the step at hand: applies it, or skips it where <paramref name="learningRate"/> is null.</summary>
    public void Conclude(double? learningRate)
    {
        _states.Release();
        if (learningRate is { } rate)
            Replica.Commit(rate);
        else
            Replica.Skip();
    }

    public ulong Checksum() => Replica.Checksum();

    public ReplicaState Capture(StripeOrder order) => Replica.CaptureStripe(order.Stripe, order.NumStripes);

    public void Dispose()
    {
        _states.Release();
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
