namespace AkkaClip.Actors.Loading;

/// <summary>No loader node gives a batch now, and the run does not say to wait for one.</summary>
internal sealed class NoLoaderException(string reason) : Exception(reason);
