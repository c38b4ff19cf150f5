using System.Net;

namespace AkkaClip.Collectives.Links;

/// <summary>How a node opens and accepts links.</summary>
public sealed record DataPlaneOptions
{
    /// <summary>The shortest secret that is taken.</summary>
    public const int MinSecretBytes = 16;

    /// <summary>Known to all nodes of the cluster and nobody else; both ends of a link prove that they know it.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Where TCP links are accepted; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The host name or address that peers dial; null: the address of <see cref="Listen"/>.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>
    /// Whether peers of the same host may use a Unix socket. Linux only: its name lies in the abstract namespace, which
    /// leaves no file behind and ends with the network namespace, as TCP does.
    /// </summary>
    public bool UnixSocket { get; init; } = OperatingSystem.IsLinux();

    /// <summary>
    /// Equal for nodes that reach each other over Unix sockets; null: there is none. Only tests give nodes of one machine
    /// different ones.
    /// </summary>
    public string? HostId { get; init; } = HostIdentity.Current;

    /// <summary>Null: TCP links are authenticated, and not encrypted.</summary>
    public DataPlaneTls? Tls { get; init; }

    /// <summary>Within this time an opening must have proved itself, or it is closed.</summary>
    public TimeSpan OpeningTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Openings under way at once; one more closes the oldest. Honest ones take milliseconds, so that none is closed
    /// by others that are slow on purpose.
    /// </summary>
    public int MaxOpenings { get; init; } = 128;

    /// <summary>Within this time all links of a generation must be there; an authenticated link waits as long for its generation.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A peer that sends nothing for this long, or takes nothing while it is sent to, is lost. Idle links carry a sign of
    /// life four times in it, so that a peer that computes for long is not lost.
    /// </summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Takes one line for each source whose openings are refused.</summary>
    public required Action<string> Warn { get; init; }
}
