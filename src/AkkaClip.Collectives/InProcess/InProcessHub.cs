using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.InProcess;

/// <summary>Where the trainers of one process find each other: one group for each generation of a run.</summary>
/// <remarks>
/// A run has one living generation. The first to join a new one ends the old one, whose members fail, and whoever asks
/// for an old one is refused.
/// </remarks>
public sealed class InProcessHub(CollectiveOptions options)
{
    private readonly object _gate = new();
    private readonly Dictionary<RunId, (Generation Generation, InProcessGroup Group, HashSet<int> Joined)> _current = [];

    /// <exception cref="InvalidOperationException">The generation is over, has other members, or the trainer is none or has joined.</exception>
    public ICollectiveMember Join(Generation generation, TrainerId trainer)
    {
        var rank = generation.RankOf(trainer) ?? throw new InvalidOperationException($"Trainer {trainer} is no member of {generation}.");
        lock (_gate)
        {
            var known = _current.TryGetValue(generation.Run, out var current);
            if (known && generation.Number < current.Generation.Number)
                throw new InvalidOperationException($"Generation {generation.Number} of {generation.Run} is over; {current.Generation} goes on.");
            if (known && generation.Number == current.Generation.Number && generation != current.Generation)
                throw new InvalidOperationException($"Trainer {trainer} means {generation}, others {current.Generation}.");
            if (!known || generation.Number > current.Generation.Number)
            {
                if (known)
                    current.Group.Fail(0, $"generation {current.Generation.Number} is over, generation {generation.Number} has begun");
                _current[generation.Run] = current = (generation, new InProcessGroup(generation.WorldSize, options), []);
            }
            return current.Joined.Add(rank)
                ? current.Group.Member(rank)
                : throw new InvalidOperationException($"Trainer {trainer} has joined {generation} already.");
        }
    }

    /// <summary>Forgets a run that is over, and fails what is left of it.</summary>
    public void Remove(RunId run)
    {
        lock (_gate)
        {
            if (_current.Remove(run, out var current))
                current.Group.Fail(0, $"run {run} is over");
        }
    }
}
