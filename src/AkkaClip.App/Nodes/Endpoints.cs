using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.App.Nodes;

/// <summary>Looks up and tries out what a configuration names as host:port.</summary>
internal static class Endpoints
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>The address of a name; of several, the first of IPv4.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Trim('[', ']'), cancellation);
        return addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    /// <summary>Whether a connection can be opened, soon.</summary>
    public static async Task<bool> IsListeningAsync(string endpoint, TimeProvider time, CancellationToken cancellation)
    {
        var (host, port) = Split(endpoint);
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, either.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The address that this machine has on the way to an endpoint. Nothing is sent.</summary>
    public static async Task<IPAddress> OwnAddressAsync(string endpoint, CancellationToken cancellation)
    {
        var (host, port) = Split(endpoint);
        var address = await ResolveAsync(host, cancellation);
        using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(address, port, cancellation);
        return ((IPEndPoint)socket.LocalEndPoint!).Address;
    }

    private static (string Host, int Port) Split(string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        return (endpoint[..colon].Trim('[', ']'), int.Parse(endpoint.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
