using System.Collections.Immutable;

namespace AkkaClip.Collectives.Sockets;

/// <summary>
/// Which members share a host. Each rank owns a part of a buffer; on every other host one member, the part's
/// <em>agent</em>, stands between its host and the owner, so that a part crosses from host to host once.
/// </summary>
/// <remarks>Equal at all members, whatever the order of their ranks: hosts are numbered by the lowest rank on them.</remarks>
internal sealed class HostLayout
{
    private readonly int[] _hostOf;
    private readonly int[] _placeOf;
    private readonly ImmutableArray<int>[] _members;

    /// <param name="hosts">By rank: a name that members of one host share; null: a host of its own.</param>
    public HostLayout(IReadOnlyList<string?> hosts)
    {
        var members = hosts
            .Select((host, rank) => (Host: host ?? $"rank {rank}", Rank: rank))
            .GroupBy(member => member.Host, member => member.Rank, StringComparer.Ordinal);
        _members = [.. members.Select(group => group.ToImmutableArray())];
        _hostOf = new int[hosts.Count];
        _placeOf = new int[hosts.Count];
        for (var host = 0; host < _members.Length; host++)
        {
            for (var place = 0; place < _members[host].Length; place++)
                (_hostOf[_members[host][place]], _placeOf[_members[host][place]]) = (host, place);
        }
    }

    public int NumHosts => _members.Length;

    public int WorldSize => _hostOf.Length;

    /// <summary>Several hosts, and several members on one of them.</summary>
    public bool HasLevels => NumHosts > 1 && NumHosts < WorldSize;

    public int HostOf(int rank) => _hostOf[rank];

    /// <summary>In rank order.</summary>
    public ImmutableArray<int> MembersOf(int host) => _members[host];

    /// <summary>Who stands for an owner's part on a host: on its own host the owner itself.</summary>
    public int AgentOf(int owner, int host)
    {
        var members = _members[host];
        return members[_placeOf[owner] % members.Length];
    }

    /// <summary>Those on the same host, the agents of the rank's own part, and the owners that it is an agent of.</summary>
    public IReadOnlyList<int> NeighboursOf(int rank) =>
    [
        .. Enumerable.Range(0, WorldSize).Where(other => other != rank && (
            HostOf(other) == HostOf(rank) || AgentOf(rank, HostOf(other)) == other || AgentOf(other, HostOf(rank)) == rank)),
    ];

    /// <summary>In words that are equal at all members.</summary>
    public override string ToString() => string.Join(" | ", _members.Select(Describe));

    /// <summary>Neighbouring ranks as a range.</summary>
    private static string Describe(ImmutableArray<int> ranks)
    {
        var starts = ranks.Where((rank, place) => place == 0 || ranks[place - 1] != rank - 1);
        var ends = ranks.Where((rank, place) => place == ranks.Length - 1 || ranks[place + 1] != rank + 1);
        return string.Join(",", starts.Zip(ends, (start, end) => start == end ? $"{start}" : $"{start}-{end}"));
    }
}
