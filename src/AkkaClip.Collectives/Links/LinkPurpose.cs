namespace AkkaClip.Collectives.Links;

/// <summary>What a link is for.</summary>
internal enum LinkPurpose : byte
{
    /// <summary>Two members of a generation.</summary>
    Group = 1,

    /// <summary>Requests and answers.</summary>
    Bulk,
}
