using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>
/// Which addresses belong to the public internet. A list of URLs from anywhere must not reach into the network of the
/// machine that downloads it. Sources: the IANA special-purpose address registries (RFC 6890 and its updates).
/// </summary>
public static class PublicAddresses
{
    private static readonly ImmutableArray<IPNetwork> s_reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_sixToFour = IPNetwork.Parse("2002::/16");

    public static bool Contains(IPAddress address)
    {
        var plain = Embedded(address);
        return !s_reserved.Any(network => network.Contains(plain)) && plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    /// <summary>The IPv4 address that another family only wraps.</summary>
    private static IPAddress Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        return s_nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : s_sixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}
