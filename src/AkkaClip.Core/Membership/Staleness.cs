namespace AkkaClip.Core.Membership;

/// <summary>How a received stamp relates to what its receiver is at.</summary>
public enum Staleness
{
    /// <summary>Same run, generation and step: take it.</summary>
    Current,

    /// <summary>An older generation, or an older step of this one: drop it.</summary>
    Stale,

    /// <summary>A newer generation or step: the receiver is behind. Keep it, or drop it and ask; never take it for now.</summary>
    Ahead,

    /// <summary>Another run: drop it, and report it.</summary>
    Foreign,
}
