using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>An agreed list of members: who takes part, with which rank, from which step on.</summary>
public sealed record Generation
{
    private Generation(RunId run, int number, long firstStep, ImmutableArray<TrainerId> members)
    {
        Run = run;
        Number = number;
        FirstStep = firstStep;
        Members = members;
    }

    public RunId Run { get; }

    /// <summary>From 1; every change of membership, and every restart of a member, adds one.</summary>
    public int Number { get; }

    /// <summary>The step that this generation computes first.</summary>
    public long FirstStep { get; }

    /// <summary>Sorted by id; a member's place is its rank.</summary>
    public ImmutableArray<TrainerId> Members { get; }

    public int WorldSize => Members.Length;

    /// <param name="run">The run.</param>
    /// <param name="number">From 1.</param>
    /// <param name="firstStep">From 0.</param>
    /// <param name="members">At least one, in any order, each once.</param>
    public static Generation Of(RunId run, int number, long firstStep, IEnumerable<TrainerId> members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        ImmutableArray<TrainerId> sorted = [.. members.Order()];
        if (sorted.IsEmpty)
            throw new ArgumentException("A generation needs a member.", nameof(members));
        for (var rank = 1; rank < sorted.Length; rank++)
        {
            if (sorted[rank] == sorted[rank - 1])
                throw new ArgumentException($"Trainer {sorted[rank]} is named twice.", nameof(members));
        }
        return new Generation(run, number, firstStep, sorted);
    }

    /// <summary>The rank of a member; null for a trainer that is none.</summary>
    public int? RankOf(TrainerId trainer)
    {
        var rank = Members.BinarySearch(trainer);
        return rank < 0 ? null : rank;
    }

    public StepStamp Stamp(long step) => new(Run, Number, step);

    public bool Equals(Generation? other) =>
        other is not null && Run == other.Run && Number == other.Number && FirstStep == other.FirstStep && Members.SequenceEqual(other.Members);

    public override int GetHashCode() => HashCode.Combine(Run, Number, FirstStep, Members.Length);

    public override string ToString() => $"generation {Number} of {Run} from step {FirstStep}: {string.Join(", ", Members)}";
}
