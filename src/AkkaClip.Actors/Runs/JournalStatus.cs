namespace AkkaClip.Actors.Runs;

/// <summary>Whether the database takes what the registry has to remember. While it does not, runs go on.</summary>
/// <param name="AwaySince">Since when it does not; null: it does.</param>
/// <param name="Reason">What the database said last; empty: nothing is wrong.</param>
/// <param name="NumKept">Events that are not written yet.</param>
public sealed record JournalStatus(DateTimeOffset? AwaySince, string Reason, int NumKept)
{
    public static JournalStatus Fine { get; } = new(null, "", 0);
}
