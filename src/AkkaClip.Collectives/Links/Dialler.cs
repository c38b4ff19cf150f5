using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace AkkaClip.Collectives.Links;

/// <summary>Opens links to other nodes: over a Unix socket on the same host, else over TCP.</summary>
internal sealed class Dialler(DataPlaneOptions options)
{
    /// <summary>Connects, and proves the secret. Blocks; disposing of what <paramref name="connecting"/> was given ends it.</summary>
    /// <exception cref="LinkRefusedException">The peer does not want the link.</exception>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public LinkStream Dial(DataPlaneEndpoint peer, LinkClaim claim, Action<IDisposable> connecting)
    {
        var isUnix = options.UnixSocket && peer.UnixName is not null && peer.HostId == options.HostId;
        var socket = isUnix ? Connect(UnixEndPoint(peer.UnixName!), connecting) : ConnectTcp(peer, connecting);

        // The peer answers when its trainer has joined too.
        var stream = new LinkStream(socket, options.LinkTimeout);
        try
        {
            if (options.Tls is { } tls && !isUnix)
                stream.StartTls(WithHost(tls.Client, peer.Host));
            new Handshake(stream, options.Secret).Offer(claim);
            stream.SetSilenceLimit(options.SilenceLimit);
            return stream;
        }
        catch (System.Security.Authentication.AuthenticationException e)
        {
            stream.Dispose();
            throw new LinkRefusedException($"has no TLS that is accepted: {e.Message}", e);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A name in Linux's abstract namespace begins with a zero.</summary>
    internal static UnixDomainSocketEndPoint UnixEndPoint(string name) => new("\0" + name);

    private static Socket ConnectTcp(DataPlaneEndpoint peer, Action<IDisposable> connecting)
    {
        IPAddress[] addresses;
        try
        {
            addresses = Dns.GetHostAddresses(peer.Host);
        }
        catch (SocketException e)
        {
            throw new IOException($"cannot be found: {e.Message}", e);
        }
        for (var i = 0; ; i++)
        {
            try
            {
                return Connect(new IPEndPoint(addresses[i], peer.Port), connecting);
            }
            catch (IOException) when (i + 1 < addresses.Length)
            {
                // The host has another address.
            }
        }
    }

    private static Socket Connect(EndPoint at, Action<IDisposable> connecting)
    {
        var isUnix = at.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(at.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        connecting(socket);
        try
        {
            socket.Connect(at);
            return socket;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            throw new IOException($"cannot be reached: {e.Message}", e);
        }
    }

    private static SslClientAuthenticationOptions WithHost(SslClientAuthenticationOptions client, string host) => new()
    {
        TargetHost = client.TargetHost ?? host,
        RemoteCertificateValidationCallback = client.RemoteCertificateValidationCallback,
        ClientCertificates = client.ClientCertificates,
        CertificateChainPolicy = client.CertificateChainPolicy,
        EnabledSslProtocols = client.EnabledSslProtocols,
    };
}
