using System.Collections.Immutable;

namespace AkkaClip.Core.Membership;

/// <summary>What the coordinator knows when it sets up the next generation.</summary>
public sealed record MembershipState
{
    public required RunId Run { get; init; }

    /// <summary>The number of the last generation; 0: there was none.</summary>
    public required int LastGeneration { get; init; }

    /// <summary>The first step that the coordinator does not know to be committed; 0: none is.</summary>
    public required long NextStep { get; init; }

    /// <summary>Steps behind the newest checkpoint that the coordinator knows; 0: none, or it has not looked.</summary>
    public long SavedStep { get; init; }

    /// <summary>Trainers that live and may take part, in any order.</summary>
    public required ImmutableArray<TrainerStanding> Living { get; init; }
}
