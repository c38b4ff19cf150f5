namespace Akka.Cluster;

/// <summary>The orders that members and addresses are put in.</summary>
public partial class Member
{
    /// <summary>By host, then port: the same on every node.</summary>
    public static readonly IComparer<Address> AddressOrdering = Comparer<Address>.Create(CompareAddresses);

    /// <summary>The oldest first.</summary>
    public static readonly IComparer<Member> AgeOrdering =
        Comparer<Member>.Create((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    internal static readonly IComparer<Member> Ordering =
        Comparer<Member>.Create((a, b) => a.UniqueAddress.CompareTo(b.UniqueAddress, AddressOrdering));

    // The last of these is the least fit to lead.
    private static readonly MemberStatus[] LastToLead =
        [MemberStatus.WeaklyUp, MemberStatus.Joining, MemberStatus.Exiting, MemberStatus.Down];

    /// <summary>The fittest to lead first: down, exiting, joining and weakly up ones come after the others.</summary>
    internal static readonly IComparer<Member> LeaderStatusOrdering = Comparer<Member>.Create((a, b) =>
    {
        var order = Array.IndexOf(LastToLead, a.Status).CompareTo(Array.IndexOf(LastToLead, b.Status));
        return order != 0 ? order : Ordering.Compare(a, b);
    });

    private static int CompareAddresses(Address x, Address y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = string.CompareOrdinal(x.Host ?? "", y.Host ?? "");
        return order != 0 ? order : Nullable.Compare(x.Port, y.Port);
    }
}
