using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Transport;

/// <summary>Addresses of hosts.</summary>
internal static class Names
{
    /// <summary>The host as it stands in an address: an IPv6 address in brackets.</summary>
    public static string ForAddress(string host) => host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;

    /// <exception cref="SocketException">There is no such host.</exception>
    public static IPAddress Resolve(string host, bool ipv6)
    {
        var name = host.Trim('[', ']');
        return IPAddress.TryParse(name, out var address) ? address : Choose(Dns.GetHostAddresses(name), ipv6);
    }

    /// <inheritdoc cref="Resolve"/>
    public static async Task<IPAddress> ResolveAsync(string host, bool ipv6, CancellationToken cancellation)
    {
        var name = host.Trim('[', ']');
        return IPAddress.TryParse(name, out var address)
            ? address
            : Choose(await Dns.GetHostAddressesAsync(name, cancellation).ConfigureAwait(false), ipv6);
    }

    private static IPAddress Choose(IPAddress[] addresses, bool ipv6)
    {
        var wanted = ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return Array.Find(addresses, a => a.AddressFamily == wanted)
            ?? (addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.HostNotFound));
    }
}
