using System.Net.Sockets;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>
/// Opens connections to public addresses only. The address that was checked is the one that is dialled, so that a name
/// which answers differently the second time gains nothing; a redirect opens its connection here like any other.
/// </summary>
internal sealed class GuardedConnector(HostNames names, bool allowPrivate)
{
    /// <summary>The connection of a <see cref="SocketsHttpHandler"/>.</summary>
    /// <exception cref="ForbiddenAddressException">The name leads to no public address.</exception>
    /// <exception cref="SocketException">Nobody has that name, or answers there.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await names.ResolveAsync(host, cancellation).ConfigureAwait(false);
        // One private address among public ones is an attempt, too: none of them is used.
        if (!allowPrivate && addresses.FirstOrDefault(address => !PublicAddresses.Contains(address)) is { } forbidden)
            throw new ForbiddenAddressException(host, forbidden);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
