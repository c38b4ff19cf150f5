namespace AkkaClip.Collectives.Bulk;

/// <summary>A request of bulk bytes was not answered: nobody there, refused, silent, corrupt, or the handler failed.</summary>
public sealed class BulkFailedException(string message, Exception? inner = null) : Exception(message, inner);
