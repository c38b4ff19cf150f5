using System.Net;
using Akka.Configuration;

namespace Petabridge.Cmd.Host;

/// <summary>The section <c>petabridge.cmd</c>.</summary>
internal sealed record HostSettings(IPAddress Address, int Port, bool LogPalettes, string Secret)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public static HostSettings Create(Config config)
    {
        var host = config.GetString("host");
        if (!IPAddress.TryParse(host, out var address))
            address = host == "localhost" ? IPAddress.Loopback : Dns.GetHostAddresses(host)[0];
        return new HostSettings(address, config.GetInt("port"), config.GetBoolean("log-palettes-on-startup"), config.GetString("secret"));
    }
}
