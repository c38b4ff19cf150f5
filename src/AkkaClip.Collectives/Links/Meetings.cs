using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Links;

/// <summary>
/// Where proven links find the group they are for. A peer may come before this node's trainer has heard of the generation:
/// then the link waits. It may come after the generation is over: then it is refused.
/// </summary>
internal sealed class Meetings
{
    private readonly object _gate = new();
    private readonly Dictionary<(string Run, string Trainer), (Generation Generation, ILinkTaker? Taker)> _groups = [];
    private ILinkTaker? _bulk;
    private bool _isClosed;

    /// <exception cref="InvalidOperationException">A newer generation is known, or the trainer has joined this one.</exception>
    public void Join(Generation generation, TrainerId trainer, ILinkTaker taker)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(DataPlaneListener));
            var key = (generation.Run.Value, trainer.Value);
            if (_groups.TryGetValue(key, out var known))
            {
                if (StaleRule.Judge(generation.Stamp(0), known.Generation.Stamp(0)) == Staleness.Stale)
                    throw new InvalidOperationException($"Generation {generation.Number} of {generation.Run} is over; {known.Generation} goes on.");
                if (known.Generation.Number == generation.Number)
                    throw new InvalidOperationException($"Trainer {trainer} has joined generation {generation.Number} of {generation.Run} already.");
            }
            _groups[key] = (generation, taker);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A group takes no more links; its generation stays known, so that late ones are refused.</summary>
    public void Leave(Generation generation, TrainerId trainer)
    {
        lock (_gate)
        {
            var key = (generation.Run.Value, trainer.Value);
            if (_groups.TryGetValue(key, out var known) && known.Generation.Number == generation.Number)
                _groups[key] = (generation, null);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A run is over here: generations of that name begin anew, if ever.</summary>
    public void Forget(RunId run)
    {
        lock (_gate)
        {
            foreach (var key in _groups.Keys.Where(key => key.Run == run.Value).ToList())
                _groups.Remove(key);
        }
    }

    /// <exception cref="InvalidOperationException">There is a server already.</exception>
    public void Serve(ILinkTaker server)
    {
        lock (_gate)
            _bulk = _bulk is null ? server : throw new InvalidOperationException("A listener has one bulk server; register its channels there.");
    }

    public void StopServing()
    {
        lock (_gate)
            _bulk = null;
    }

    /// <summary>Waits for the group that a claim is for.</summary>
    /// <returns>Who takes it, or why nobody does.</returns>
    public (ILinkTaker? Taker, string? Refusal) Find(LinkClaim claim, TimeSpan patience, TimeProvider time)
    {
        var start = time.GetTimestamp();
        lock (_gate)
        {
            while (!_isClosed)
            {
                if (Judge(claim) is { } verdict)
                    return verdict;
                var rest = patience - time.GetElapsedTime(start);
                if (rest <= TimeSpan.Zero)
                    return (null, $"trainer {claim.To} did not join generation {claim.Generation} of {claim.Run} within {patience.TotalSeconds:0.###} s");
                Monitor.Wait(_gate, rest);
            }
            return (null, "the node is closing");
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Null: it may be wanted later.</summary>
    private (ILinkTaker? Taker, string? Refusal)? Judge(LinkClaim claim)
    {
        if (claim.Purpose == LinkPurpose.Bulk)
            return _bulk is null ? (null, "this node serves no bulk data") : Ask(_bulk, claim);
        if (!_groups.TryGetValue((claim.Run, claim.To), out var known))
            return null;
        return StaleRule.Judge(new StepStamp(new RunId(claim.Run), claim.Generation, 0), known.Generation.Stamp(0)) switch
        {
            Staleness.Ahead => null,
            Staleness.Current when known.Taker is null => (null, $"trainer {claim.To} takes no more links of generation {claim.Generation} of {claim.Run}"),
            Staleness.Current => Ask(known.Taker!, claim),
            _ => (null, $"generation {claim.Generation} of {claim.Run} is over at trainer {claim.To}; {known.Generation} goes on"),
        };
    }

    private static (ILinkTaker? Taker, string? Refusal) Ask(ILinkTaker taker, LinkClaim claim) =>
        taker.Refuse(claim) is { } refusal ? (null, refusal) : (taker, null);
}
