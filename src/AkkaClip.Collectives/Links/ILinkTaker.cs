namespace AkkaClip.Collectives.Links;

/// <summary>Whom links are for: a group or a server.</summary>
internal interface ILinkTaker
{
    /// <summary>Why a proven claim is not wanted; null for one that is.</summary>
    string? Refuse(LinkClaim claim);

    /// <summary>Takes over the stream. Called on the thread of the opening.</summary>
    void Take(LinkClaim claim, LinkStream stream);
}
