using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>The trainers of a run as its coordinator knows them: where they are, and what they hold.</summary>
internal sealed class TrainerRoster
{
    private readonly Dictionary<TrainerId, Entry> _entries = [];

    /// <summary>Trainers that live, in the order of their ids.</summary>
    public ImmutableArray<TrainerStanding> Living =>
        [.. _entries.Values.Where(entry => !entry.IsRestarting).Select(entry => entry.Standing).OrderBy(standing => standing.Id)];

    /// <summary>Some trainer failed a moment ago, and its supervisor is giving it a new start.</summary>
    public bool SomeRestart => _entries.Values.Any(entry => entry.IsRestarting);

    /// <summary>Trainers that live or are being restarted.</summary>
    public int Count => _entries.Count;

    public IActorRef this[TrainerId trainer] => _entries[trainer].Ref;

    public bool IsRestarting(TrainerId trainer) => _entries.TryGetValue(trainer, out var entry) && entry.IsRestarting;

    public TrainerId? Find(IActorRef trainer) =>
        _entries.Values.FirstOrDefault(entry => entry.Ref.Equals(trainer))?.Standing.Id;

    /// <summary>A trainer says that it is there, and what it holds.</summary>
    public void Announce(TrainerStanding standing, IActorRef trainer) => _entries[standing.Id] = new Entry(standing, trainer, false);

    /// <summary>A trainer failed; what it held is gone.</summary>
    public void MarkRestarting(TrainerId trainer)
    {
        if (_entries.TryGetValue(trainer, out var entry))
            _entries[trainer] = entry with { Standing = new TrainerStanding(trainer, null, null), IsRestarting = true };
    }

    public void Remove(TrainerId trainer) => _entries.Remove(trainer);

    /// <summary>Its replica has every step below this one, and nothing pending; null: its state is not to be trusted.</summary>
    public void SetNextStep(TrainerId trainer, long? nextStep)
    {
        if (_entries.TryGetValue(trainer, out var entry))
            _entries[trainer] = entry with { Standing = new TrainerStanding(trainer, nextStep, null) };
    }

    private sealed record Entry(TrainerStanding Standing, IActorRef Ref, bool IsRestarting);
}
