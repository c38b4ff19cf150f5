namespace AkkaClip.Collectives.Links;

/// <summary>The peer answered, and does not want the link; or it is not what it should be.</summary>
internal sealed class LinkRefusedException(string message, Exception? inner = null) : Exception(message, inner);
