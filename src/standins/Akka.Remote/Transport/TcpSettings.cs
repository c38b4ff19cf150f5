using System.Net;
using Akka.Configuration;

namespace Akka.Remote.Transport;

/// <summary>The settings below <c>akka.remote.dot-netty.tcp</c>.</summary>
internal sealed class TcpSettings
{
    private const string Section = "akka.remote.dot-netty.tcp";

    /// <exception cref="ConfigurationException">A value that cannot be used.</exception>
    public TcpSettings(Config root)
    {
        var config = root.GetConfig(Section);
        if (config.IsNullOrEmpty())
            throw ConfigurationException.NullOrEmptyConfig<TcpSettings>(Section);
        var hostname = config.GetString("hostname");
        Hostname = string.IsNullOrWhiteSpace(hostname) ? IPAddress.Any.ToString() : hostname;
        var publicHostname = config.GetString("public-hostname");
        PublicHostname = string.IsNullOrWhiteSpace(publicHostname) ? Hostname : publicHostname;
        Port = PortOf(config, "port");
        PublicPort = PortOf(config, "public-port") is var port and > 0 ? port : null;
        ConnectionTimeout = config.GetTimeSpan("connection-timeout");
        if (ConnectionTimeout <= TimeSpan.Zero)
            throw new ConfigurationException($"{Section}.connection-timeout is {ConnectionTimeout}; it must be positive");
        var frame = config.GetByteSize("maximum-frame-size", null) ?? 0;
        if (frame is < 32000 or > int.MaxValue / 2)
            throw new ConfigurationException($"{Section}.maximum-frame-size is {frame} bytes; it must be from 32000 to {int.MaxValue / 2}");
        MaximumFrameSize = (int)frame;
        SendBufferSize = (int)(config.GetByteSize("send-buffer-size", null) ?? 0);
        ReceiveBufferSize = (int)(config.GetByteSize("receive-buffer-size", null) ?? 0);
        Backlog = config.GetInt("backlog");
        NoDelay = config.GetBoolean("tcp-nodelay");
        KeepAlive = config.GetBoolean("tcp-keepalive");
        UseIpv6 = config.GetBoolean("dns-use-ipv6");
        Tls = config.GetBoolean("enable-ssl") ? new TlsSettings(config.GetConfig("ssl"), $"{Section}.ssl") : null;
    }

    public string Hostname { get; }

    public string PublicHostname { get; }

    public int Port { get; }

    public int? PublicPort { get; }

    public TimeSpan ConnectionTimeout { get; }

    /// <summary>Bytes of a frame after its length.</summary>
    public int MaximumFrameSize { get; }

    public int SendBufferSize { get; }

    public int ReceiveBufferSize { get; }

    public int Backlog { get; }

    public bool NoDelay { get; }

    public bool KeepAlive { get; }

    public bool UseIpv6 { get; }

    /// <summary>Null: plain connections.</summary>
    public TlsSettings Tls { get; }

    /// <summary>Of every address: a system talks to its like alone.</summary>
    public string Protocol => Tls is null ? "akka.tcp" : "akka.ssl.tcp";

    private static int PortOf(Config config, string key) => config.GetInt(key) is var port and >= 0 and <= IPEndPoint.MaxPort
        ? port
        : throw new ConfigurationException($"{Section}.{key} is {config.GetInt(key)}; it must be from 0 to {IPEndPoint.MaxPort}");
}
