namespace AkkaClip.Collectives.Sockets;

/// <summary>How the members of a generation exchange over sockets. Equal at all members, or their links are refused.</summary>
public sealed record SocketGroupOptions
{
    /// <summary>Time-out of arrival and its clock.</summary>
    public CollectiveOptions Common { get; init; } = new();

    /// <summary>Bytes of one frame's payload: large enough that system calls cost little, small enough to stay in a core's cache.</summary>
    public int ChunkBytes { get; init; } = 512 * 1024;

    /// <summary>
    /// Sockets to each peer; 2 to 4 fill a fast network card, 1 is best on one host. With more than one, the word that a
    /// member left may overtake what it sent before: an operation that it has completed may fail at others.
    /// </summary>
    public int StreamsPerPeer { get; init; } = 1;

    /// <summary>
    /// Where there are several hosts, and several members on one of them, the members of a host exchange among themselves,
    /// and each for some parts with the other hosts: what goes over the network is what one member of each host would
    /// send. Sums are then made by host, and after that over the hosts: the same bits at all members, but not those of the
    /// rank order. Sums of several contributions each keep their order.
    /// </summary>
    public bool ByHost { get; init; } = true;

    /// <summary>
    /// Up to so many members, or with <see cref="ByHost"/> hosts, exchange directly, each with each, and sums of members are in rank order. Above, all members form a ring, and
    /// every part of a buffer is summed from the rank after its owner on: the same bits at all members, but not those of
    /// the rank order.
    /// </summary>
    public int MaxDirectMembers { get; init; } = 16;

    /// <summary>
    /// How sums of at least <see cref="MinRoundedFloats"/> travel: those are gradients. All else is fp32, the loss and the
    /// statistics of normalisation among it.
    /// </summary>
    public WireFormat GradientWire { get; init; } = WireFormat.Float32;

    /// <summary>A sum of fewer floats is not rounded, whatever <see cref="GradientWire"/> says.</summary>
    public int MinRoundedFloats { get; init; } = 64 * 1024;

    /// <summary>What must be alike at all members, in words.</summary>
    internal string Describe() => $"chunks of {ChunkBytes} bytes, {StreamsPerPeer} streams, {(ByHost ? "by host, " : "")}direct up to {MaxDirectMembers}, sums of {MinRoundedFloats} floats as {GradientWire}";

    /// <summary>How a sum travels.</summary>
    internal WireFormat WireOf(int numFloats) => numFloats >= MinRoundedFloats ? GradientWire : WireFormat.Float32;
}
