namespace AkkaClip.Actors.Loading;

/// <summary>A loader node says that its data cannot be used; asking it again does not help.</summary>
internal sealed class BatchRefusedException(string reason) : Exception(reason);
