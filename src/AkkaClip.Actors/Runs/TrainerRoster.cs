using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>The trainers of a run as its coordinator knows them: where they are, and what they hold.</summary>
internal sealed class TrainerRoster
{
    private readonly SortedDictionary<TrainerId, Entry> _entries = [];

    private enum Presence
    {
        Here,

        /// <summary>It failed a moment ago, and its supervisor is giving it a new start.</summary>
        Restarting,

        /// <summary>It did not answer a roll call.</summary>
        Missing,
    }

    /// <summary>Trainers that live, in the order of their ids.</summary>
    public ImmutableArray<TrainerStanding> Living => [.. Here.Select(entry => entry.Standing)];

    /// <summary>Where those that live are.</summary>
    public ImmutableArray<(TrainerId Id, IActorRef Ref)> Present => [.. Here.Select(entry => (entry.Standing.Id, entry.Ref))];

    public bool SomeRestart => _entries.Values.Any(entry => entry.Presence == Presence.Restarting);

    public IActorRef this[TrainerId trainer] => _entries[trainer].Ref;

    private IEnumerable<Entry> Here => _entries.Values.Where(entry => entry.Presence == Presence.Here);

    public bool Knows(TrainerId trainer) => _entries.ContainsKey(trainer);

    public bool IsHere(TrainerId trainer) => _entries.TryGetValue(trainer, out var entry) && entry.Presence == Presence.Here;

    public bool IsMissing(TrainerId trainer) => _entries.TryGetValue(trainer, out var entry) && entry.Presence == Presence.Missing;

    /// <summary>Whether a trainer of this name is known, but as another incarnation.</summary>
    public bool IsOther(TrainerId trainer, IActorRef actor) => _entries.TryGetValue(trainer, out var entry) && !entry.Ref.Equals(actor);

    public TrainerId? Find(IActorRef trainer) =>
        _entries.Values.FirstOrDefault(entry => entry.Ref.Equals(trainer))?.Standing.Id;

    public string EndpointOf(TrainerId trainer) => _entries[trainer].Endpoint;

    /// <summary>What it remembered of the samples behind its state when it announced itself.</summary>
    public ImmutableArray<LedgerEntry> LedgerOf(TrainerId trainer) => _entries[trainer].Ledger;

    /// <summary>A trainer says that it is there, and what it holds.</summary>
    /// <param name="endpoint">Where the data plane finds it.</param>
    /// <param name="ledger">What it remembers of the samples behind its state.</param>
    public void Announce(TrainerStanding standing, IActorRef trainer, string endpoint, ImmutableArray<LedgerEntry> ledger) =>
        _entries[standing.Id] = new Entry(standing, trainer, endpoint, ledger, Presence.Here);

    /// <summary>A trainer failed; what it held is gone.</summary>
    public void MarkRestarting(TrainerId trainer) => Mark(trainer, Presence.Restarting);

    /// <summary>Nobody knows what a trainer holds, or whether it lives.</summary>
    public void MarkMissing(TrainerId trainer) => Mark(trainer, Presence.Missing);

    public void Remove(TrainerId trainer) => _entries.Remove(trainer);

    /// <summary>Its replica has every step below this one, and nothing pending; null: its state is not to be trusted.</summary>
    /// <param name="appliedIn">The generation that reduced the last of them.</param>
    public void SetNextStep(TrainerId trainer, long? nextStep, int appliedIn = 0)
    {
        if (_entries.TryGetValue(trainer, out var entry))
            _entries[trainer] = entry with { Standing = new TrainerStanding(trainer, nextStep, null, appliedIn) };
    }

    private void Mark(TrainerId trainer, Presence presence)
    {
        if (_entries.TryGetValue(trainer, out var entry))
            _entries[trainer] = entry with { Standing = new TrainerStanding(trainer, null, null), Presence = presence };
    }

    private sealed record Entry(TrainerStanding Standing, IActorRef Ref, string Endpoint, ImmutableArray<LedgerEntry> Ledger, Presence Presence);
}
