using System.Collections.Immutable;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Configuration;

/// <summary>How a machine that is no member talks to a cluster.</summary>
/// <param name="Contacts">Members, as host:port, one or more.</param>
/// <param name="System">The name of the cluster's actor system.</param>
/// <param name="Host">The address by which the members reach this machine; null: found out by the way to the first contact.</param>
/// <param name="Timeout">How long to wait for the first word.</param>
/// <param name="Tls">As the members have it; null: not encrypted.</param>
internal sealed record ClientSpec(ImmutableArray<string> Contacts, string System, string? Host, TimeSpan Timeout, TlsSpec? Tls);
