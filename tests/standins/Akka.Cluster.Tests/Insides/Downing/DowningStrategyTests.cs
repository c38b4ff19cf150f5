using Akka.Cluster.SBR;
using Akka.Cluster.Tests.Insides.Kit;

namespace Akka.Cluster.Tests.Insides.Downing;

/// <summary>
/// Members are written as the letters of their addresses, the earlier the older: capitals are up, small ones joining,
/// and a sign says more: <c>!</c> unreachable, <c>&gt;</c> leaving, <c>-</c> exiting, <c>x</c> down, <c>'</c> role "r".
/// </summary>
public class DowningStrategyTests
{
    [Theory]
    [InlineData("A B C!", nameof(Decision.DownUnreachable))]
    [InlineData("A B! C!", nameof(Decision.DownReachable))]
    [InlineData("A B!", nameof(Decision.DownUnreachable))] // Equal: the lowest address lives.
    [InlineData("A! B", nameof(Decision.DownReachable))]
    [InlineData("A B C! D!", nameof(Decision.DownUnreachable))]
    [InlineData("A! B C D!", nameof(Decision.DownReachable))]
    [InlineData("A B C! d! e!", nameof(Decision.DownAll))] // The other side may have let D and E come up.
    [InlineData("A B C! d!", nameof(Decision.DownUnreachable))]
    [InlineData("A B> C!", nameof(Decision.DownUnreachable))]
    [InlineData("A> B C! D!", nameof(Decision.DownAll))] // The other side may have let A exit.
    [InlineData("A B- C! Dx!", nameof(Decision.DownUnreachable))] // Who exits or is down does not count.
    [InlineData("a b", nameof(Decision.DownAll))]
    public void Keep_majority_keeps_the_larger_side(string members, string decision) =>
        Assert.Equal(decision, $"{With(new KeepMajority(null), members).Decide()}");

    [Theory]
    [InlineData("A' B C D! E!", nameof(Decision.DownUnreachable))]
    [InlineData("A' B! C! D! E!", nameof(Decision.DownUnreachable))]
    [InlineData("A B C D'! E!", nameof(Decision.DownReachable))]
    [InlineData("A B C D! E!", nameof(Decision.DownAll))] // Nobody has the role.
    public void Keep_majority_may_count_one_role_alone(string members, string decision) =>
        Assert.Equal(decision, $"{With(new KeepMajority("r"), members).Decide()}");

    [Theory]
    [InlineData(true, "A B! C!", nameof(Decision.DownReachable))] // The oldest is alone.
    [InlineData(true, "A! B C", nameof(Decision.DownUnreachable))]
    [InlineData(true, "A B C!", nameof(Decision.DownUnreachable))]
    [InlineData(true, "A! B! C", nameof(Decision.DownReachable))]
    [InlineData(true, "A B!", nameof(Decision.DownUnreachable))] // Alone against one: it is no better.
    [InlineData(true, "A! B", nameof(Decision.DownReachable))]
    [InlineData(true, "A", nameof(Decision.DownUnreachable))]
    [InlineData(true, "A> B C! D!", nameof(Decision.DownAll))] // The other side may have let A exit: then B is the oldest, and alone.
    [InlineData(false, "A B! C!", nameof(Decision.DownUnreachable))]
    [InlineData(false, "A! B C", nameof(Decision.DownReachable))]
    [InlineData(false, "a b", nameof(Decision.DownAll))]
    public void Keep_oldest_keeps_the_side_of_the_oldest(bool downIfAlone, string members, string decision) =>
        Assert.Equal(decision, $"{With(new KeepOldest(downIfAlone, null), members).Decide()}");

    [Theory]
    [InlineData("A B' C! D!", nameof(Decision.DownUnreachable))]
    [InlineData("A B'! C! D'", nameof(Decision.DownReachable))]
    public void Keep_oldest_may_count_one_role_alone(string members, string decision) =>
        Assert.Equal(decision, $"{With(new KeepOldest(downIfAlone: false, "r"), members).Decide()}");

    [Theory]
    [InlineData(2, "A B C!", nameof(Decision.DownUnreachable))]
    [InlineData(2, "A B! C!", nameof(Decision.DownReachable))]
    [InlineData(3, "A B C! D! E!", nameof(Decision.DownReachable))]
    [InlineData(3, "A B C D! E!", nameof(Decision.DownUnreachable))]
    [InlineData(2, "A B C D!", nameof(Decision.DownAll))] // More than twice the quorum less one: both sides could have it.
    public void Static_quorum_keeps_a_side_of_that_size(int size, string members, string decision) =>
        Assert.Equal(decision, $"{With(new StaticQuorum(size, null), members).Decide()}");

    [Fact]
    public void Down_all_downs_all() => Assert.Equal(Decision.DownAll, With(new DownAllNodes(), "A B C!").Decide());

    [Theory]
    [InlineData(nameof(Decision.DownUnreachable), "C d")]
    [InlineData(nameof(Decision.DownReachable), "A B")]
    [InlineData(nameof(Decision.DownAll), "A B C d")]
    public void A_decision_downs_its_side_but_not_who_is_down_or_exiting_already(string decision, string downed)
    {
        var nodes = With(new KeepMajority(null), "A B C! d! E-! Fx! G-").NodesToDown(Enum.Parse<Decision>(decision));
        Assert.Equal(Parse(downed).Select(m => m.Member.UniqueAddress).Order(), nodes.Order());
    }

    internal static T With<T>(T strategy, string members) where T : DowningStrategy
    {
        foreach (var (member, isUnreachable) in Parse(members))
        {
            if (isUnreachable)
                strategy.AddUnreachable(member);
            else
                strategy.Add(member);
        }
        return strategy;
    }

    internal static UniqueAddress Node(char letter) => Some.Node(char.ToUpperInvariant(letter) - 'A' + 1);

    private static IEnumerable<(Member Member, bool IsUnreachable)> Parse(string members) => members.Split(' ').Select(text =>
    {
        var status = char.IsLower(text[0]) ? MemberStatus.Joining
            : text.Contains('>') ? MemberStatus.Leaving
            : text.Contains('-') ? MemberStatus.Exiting
            : text.Contains('x') ? MemberStatus.Down
            : MemberStatus.Up;
        var member = Some.Member(Node(text[0]).Address.Port!.Value, status, roles: text.Contains('\'') ? ["r"] : []);
        return (member, text.Contains('!'));
    });
}
