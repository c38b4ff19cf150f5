using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Bulk;

/// <summary>
/// Asks other nodes for bulk bytes. One connection for each peer, opened on demand and opened anew after it broke, carries
/// any number of requests at once. A peer that neither answers nor gives signs of life fails its requests within the
/// options' silence limit; how long an answer may take to begin is up to the caller's token.
/// </summary>
public sealed class BulkClient(DataPlaneOptions options) : IDisposable
{
    /// <summary>The whole answer.</summary>
    /// <param name="maxBytes">A longer answer fails.</param>
    /// <exception cref="BulkFailedException">No answer, or a wrong one.</exception>
    public Task<byte[]> Request(DataPlaneEndpoint peer, string channel, ReadOnlyMemory<byte> request, int maxBytes, CancellationToken cancelled) =>
        throw new NotSupportedException($"{options}{peer}{channel}{request}{maxBytes}{cancelled}");

    /// <summary>Receives straight into a buffer, which is not to be touched until the task is over.</summary>
    /// <returns>Bytes of the answer; a longer one than fits fails.</returns>
    /// <exception cref="BulkFailedException">No answer, or a wrong one.</exception>
    public Task<int> RequestInto(DataPlaneEndpoint peer, string channel, ReadOnlyMemory<byte> request, Memory<byte> answer, CancellationToken cancelled) =>
        throw new NotSupportedException($"{options}{peer}{channel}{request}{answer}{cancelled}");

    public void Dispose()
    {
    }
}
