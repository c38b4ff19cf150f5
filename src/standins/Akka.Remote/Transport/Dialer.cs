using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Transport;

/// <summary>Opens connections.</summary>
internal static class Dialer
{
    public static async Task<Stream> Dial(Address remote, TcpSettings settings, CancellationToken cancellation)
    {
        var address = await Names.ResolveAsync(remote.Host, settings.UseIpv6, cancellation).ConfigureAwait(false);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket, settings);
            await socket.ConnectAsync(new IPEndPoint(address, remote.Port.Value), cancellation).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            return settings.Tls is { } tls ? await tls.AsClient(stream, cancellation).ConfigureAwait(false) : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static void Configure(Socket socket, TcpSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings.KeepAlive);
        if (settings.SendBufferSize > 0)
            socket.SendBufferSize = settings.SendBufferSize;
        if (settings.ReceiveBufferSize > 0)
            socket.ReceiveBufferSize = settings.ReceiveBufferSize;
    }
}
