using System.Collections.Immutable;

namespace AkkaClip.Collectives.Sockets;

/// <summary>What a member asks to be summed.</summary>
/// <param name="Description">In words that are equal at all members.</param>
/// <param name="Own">This rank's contributions, in the order in which they are summed.</param>
/// <param name="Target">Takes the sum; may be one of <paramref name="Own"/>.</param>
/// <param name="TermsPerRank">How many contributions each rank has, at least 1.</param>
/// <param name="Wire">How floats travel.</param>
/// <param name="IsScatter">Only the owner of a part is to have its sum.</param>
/// <param name="InOrder">The order of the contributions counts, whoever has them; else that of the links will do.</param>
internal sealed record ReduceCall(
    string Description, ImmutableArray<Memory<float>> Own, Memory<float> Target, ImmutableArray<int> TermsPerRank, WireFormat Wire, bool IsScatter, bool InOrder)
{
    public int NumTerms => TermsPerRank.Sum();

    public int NumTermsOf(int rank) => TermsPerRank[rank];

    public int FirstTermOf(int rank) => TermsPerRank.AsSpan()[..rank].ToArray().Sum();
}
