using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Tests.Insides.Kit;

/// <summary>Nodes and members to write tests with.</summary>
internal static class Some
{
    public static UniqueAddress Node(int port, int uid = 1) => new(new Address("akka.tcp", "sys", "host", port), uid);

    public static Member Member(int port, MemberStatus status = MemberStatus.Up, int? upNumber = null, params string[] roles) =>
        Akka.Cluster.Member.Create(
            Node(port),
            upNumber ?? (status is MemberStatus.Joining or MemberStatus.WeaklyUp ? int.MaxValue : port),
            status,
            roles.ToImmutableHashSet(),
            AppVersion.Zero);

    public static Gossip Gossip(params Member[] members) => new([.. members]);

    public static ImmutableSortedSet<Member> Members(params Member[] members) => [.. members];
}
