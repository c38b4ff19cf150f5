namespace AkkaClip.Collectives.Bulk;

/// <summary>
/// Answers one request: writes the body in as many pieces as it likes, of any size. Runs on the thread pool, several at
/// once; an exception fails the one request, with its message.
/// </summary>
/// <param name="request">What was asked.</param>
/// <param name="body">Takes the answer.</param>
/// <param name="cancelled">The asker went away or gave up.</param>
public delegate Task BulkHandler(ReadOnlyMemory<byte> request, IBulkBody body, CancellationToken cancelled);
