using System.Runtime.Serialization;

namespace Akka.Cluster.Serialization;

/// <summary>
/// A gossip as bytes: the table of nodes, then members, seen table, reachability and version, which name nodes by their
/// places in the table. Reading checks everything that members take for granted, so that no gossip can break one.
/// </summary>
internal static class GossipFormat
{
    public static void Write(WireWriter writer, Gossip gossip)
    {
        var places = new Dictionary<UniqueAddress, int>();
        writer.Count(gossip.Members.Count);
        foreach (var member in gossip.Members)
        {
            places.Add(member.UniqueAddress, places.Count);
            writer.Node(member.UniqueAddress).Byte((byte)member.Status).Int(member.UpNumber).Texts(member.Roles).Text(member.AppVersion.Version);
        }
        // Who has been removed meanwhile is of no interest to anybody.
        var seen = gossip.SeenBy.Where(places.ContainsKey).ToArray();
        writer.Count(seen.Length);
        foreach (var node in seen)
            writer.Count(places[node]);
        WriteReachability(writer, gossip.Overview.Reachability, places);
        Write(writer, gossip.Version);
    }

    public static void Write(WireWriter writer, VectorClock version)
    {
        writer.Count(version.Versions.Count);
        foreach (var (node, count) in version.Versions)
            writer.Text(node.ToString()).Long(count);
    }

    public static Gossip ReadGossip(ref WireReader reader)
    {
        var nodes = new UniqueAddress[reader.Count()];
        var members = Gossip.EmptyMembers.ToBuilder();
        for (var i = 0; i < nodes.Length; i++)
        {
            var member = ReadMember(ref reader);
            nodes[i] = member.UniqueAddress;
            if (!members.Add(member))
                throw new SerializationException($"Two members [{member.UniqueAddress}]");
        }
        var seen = ImmutableHashSet.CreateBuilder<UniqueAddress>();
        for (var left = reader.Count(); left > 0; left--)
            seen.Add(ReadPlace(ref reader, nodes));
        var reachability = ReadReachability(ref reader, nodes);
        return new Gossip(members.ToImmutable(), new GossipOverview(seen.ToImmutable(), reachability), ReadVersion(ref reader));
    }

    public static VectorClock ReadVersion(ref WireReader reader)
    {
        var versions = ImmutableSortedDictionary.CreateBuilder<VectorClock.Node, long>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var node = VectorClock.Node.FromHash(reader.Text());
            if (!versions.TryAdd(node, ReadPositive(ref reader)))
                throw new SerializationException($"Two counts of [{node}] in a version");
        }
        return VectorClock.Create(versions.ToImmutable());
    }

    private static Member ReadMember(ref WireReader reader)
    {
        var node = reader.Node();
        var status = (MemberStatus)reader.Byte();
        if (!Enum.IsDefined(status) || status == MemberStatus.Removed)
            throw new SerializationException($"A member with status {status}");
        var upNumber = reader.Int();
        return Member.Create(node, upNumber, status, [.. reader.Texts()], reader.AppVersion());
    }

    private static void WriteReachability(WireWriter writer, Reachability reachability, Dictionary<UniqueAddress, int> places)
    {
        var versions = reachability.Versions.Where(v => places.ContainsKey(v.Key)).ToArray();
        writer.Count(versions.Length);
        foreach (var (observer, version) in versions)
        {
            var row = reachability.RecordsFrom(observer).FindAll(r => places.ContainsKey(r.Subject));
            writer.Count(places[observer]).Long(version).Count(row.Count);
            foreach (var record in row)
                writer.Count(places[record.Subject]).Byte((byte)record.Status).Long(record.Version);
        }
    }

    private static Reachability ReadReachability(ref WireReader reader, UniqueAddress[] nodes)
    {
        var records = ImmutableList.CreateBuilder<Reachability.Record>();
        var versions = ImmutableDictionary.CreateBuilder<UniqueAddress, long>();
        for (var observers = reader.Count(); observers > 0; observers--)
        {
            var observer = ReadPlace(ref reader, nodes);
            if (!versions.TryAdd(observer, ReadPositive(ref reader)))
                throw new SerializationException($"Two rows of observer [{observer}]");
            var subjects = new HashSet<UniqueAddress>();
            for (var left = reader.Count(); left > 0; left--)
            {
                var subject = ReadPlace(ref reader, nodes);
                var status = (Reachability.ReachabilityStatus)reader.Byte();
                if (!Enum.IsDefined(status) || !subjects.Add(subject))
                    throw new SerializationException($"A record of [{subject}] by [{observer}] that is double or has status {status}");
                records.Add(new Reachability.Record(observer, subject, status, ReadPositive(ref reader)));
            }
        }
        return new Reachability(records.ToImmutable(), versions.ToImmutable());
    }

    private static long ReadPositive(ref WireReader reader)
    {
        var value = reader.Long();
        return value > 0 ? value : throw new SerializationException($"A version of {value}");
    }

    private static UniqueAddress ReadPlace(ref WireReader reader, UniqueAddress[] nodes)
    {
        var place = reader.Place();
        return place < nodes.Length ? nodes[place] : throw new SerializationException($"Node {place} of {nodes.Length}");
    }
}
