using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor system lives: <c>protocol://system@host:port</c>, or <c>protocol://system</c> for a local one.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    private string _text;

    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }

    public string Protocol { get; }

    public string System { get; }

    public string Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !string.IsNullOrEmpty(Host);

    public static bool operator ==(Address left, Address right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Address left, Address right) => !(left == right);

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    public object Clone() => new Address(Protocol, System, Host, Port);

    public int CompareTo(Address other)
    {
        if (other is null)
            return 1;
        var order = string.CompareOrdinal(Protocol, other.Protocol);
        if (order == 0)
            order = string.CompareOrdinal(System, other.System);
        if (order == 0)
            order = string.CompareOrdinal(Host ?? "", other.Host ?? "");
        return order != 0 ? order : (Port ?? 0).CompareTo(other.Port ?? 0);
    }

    int IComparable.CompareTo(object obj) => obj is Address address
        ? CompareTo(address)
        : throw new ArgumentException($"Cannot compare {nameof(Address)} with instance of type '{obj?.GetType().FullName ?? "null"}'.");

    public bool Equals(Address other) =>
        other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol;

    public override bool Equals(object obj) => Equals(obj as Address);

    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public override string ToString() => _text ??= string.IsNullOrWhiteSpace(Host)
        ? $"{Protocol}://{System}"
        : $"{Protocol}://{System}@{Host}{(Port.HasValue ? ":" + Port.Value : "")}";

    /// <exception cref="UriFormatException">The text is no address.</exception>
    public static Address Parse(string address)
    {
        var uri = new Uri(address);
        return string.IsNullOrEmpty(uri.UserInfo)
            ? new Address(uri.Scheme, uri.Host)
            : new Address(uri.Scheme, uri.UserInfo, uri.Host, uri.Port);
    }

    public static bool TryParse(string path, out Address address) => TryParse(path, out address, out _);

    /// <summary>Reads the address in front of a path; <paramref name="absolutUri"/> is the path, "/" where there is none.</summary>
    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        address = null;
        absolutUri = null;
        var colon = path?.IndexOf(':') ?? -1;
        if (colon < 4 || !path.StartsWith("akka", StringComparison.OrdinalIgnoreCase)
            || string.CompareOrdinal(path, colon, "://", 0, 3) != 0)
        {
            return false;
        }
        var protocol = path[..colon].ToLowerInvariant();
        var slash = path.IndexOf('/', colon + 3);
        var authority = slash < 0 ? path[(colon + 3)..] : path[(colon + 3)..slash];
        absolutUri = slash < 0 ? "/" : path[slash..];

        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority);
            return true;
        }
        var portColon = authority.LastIndexOf(':');
        if (portColon < at || authority.EndsWith(']') || !int.TryParse(authority[(portColon + 1)..], out var port) || port < 0)
            return false;
        address = new Address(protocol, authority[..at], authority[(at + 1)..portColon], port);
        return true;
    }

    public ISurrogate ToSurrogate(ActorSystem system) =>
        new AddressSurrogate { Protocol = Protocol, System = System, Host = Host, Port = Port };

    public sealed class AddressSurrogate : ISurrogate
    {
        public string Protocol { get; set; }

        public string System { get; set; }

        public string Host { get; set; }

        public int? Port { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Address(Protocol, System, Host, Port);
    }
}
