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

    /// <summary>Trainers that live and may take part, in any order.</summary>
    public required ImmutableArray<TrainerStanding> Living { get; init; }
}
