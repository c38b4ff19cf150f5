using System.Globalization;

namespace AkkaClip.Collectives.Links;

/// <summary>Where a node accepts links. Text and back again: <c>host:port</c> or <c>host:port;host-id;unix-name</c>.</summary>
/// <param name="Host">Name or address for TCP.</param>
/// <param name="Port">TCP port.</param>
/// <param name="HostId">Equal for nodes of one host, where <paramref name="UnixName"/> is the shorter way; null without one.</param>
/// <param name="UnixName">The node's Unix socket, a name in the abstract namespace.</param>
public sealed record DataPlaneEndpoint(string Host, int Port, string? HostId = null, string? UnixName = null)
{
    /// <exception cref="FormatException">The text is no endpoint.</exception>
    public static DataPlaneEndpoint Parse(string text)
    {
        var parts = text.Split(';', 3);
        var colon = parts[0].LastIndexOf(':');
        if (parts.Length == 2 || colon <= 0 || !int.TryParse(parts[0].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new FormatException($"'{text}' is no data-plane endpoint; it must be host:port or host:port;host-id;unix-name.");
        var host = parts[0][..colon].Trim('[', ']');
        return parts.Length == 3 ? new DataPlaneEndpoint(host, port, parts[1], parts[2]) : new DataPlaneEndpoint(host, port);
    }

    public override string ToString()
    {
        var tcp = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
        return UnixName is null ? tcp : $"{tcp};{HostId};{UnixName}";
    }
}
