namespace Akka.Cluster.Tests.Insides.Gossiping;

public class VectorClockTests
{
    private static readonly VectorClock.Node[] Nodes = [.. Enumerable.Range(0, 4).Select(i => VectorClock.Node.Create($"node {i}"))];

    [Fact]
    public void New_clocks_are_the_same()
    {
        Assert.True(VectorClock.Create() == VectorClock.Create());
        Assert.Equal(VectorClock.Create(), VectorClock.Create());
    }

    [Fact]
    public void A_clock_is_before_the_one_that_came_from_it()
    {
        var before = VectorClock.Create().Increment(Nodes[0]);
        var after = before.Increment(Nodes[1]).Increment(Nodes[0]);
        Assert.True(before < after);
        Assert.True(after > before);
        Assert.Equal(VectorClock.Ordering.Before, before.CompareTo(after));
        Assert.Equal(VectorClock.Ordering.After, after.CompareTo(before));
    }

    [Fact]
    public void Clocks_that_went_on_apart_are_concurrent()
    {
        var common = VectorClock.Create().Increment(Nodes[0]);
        var one = common.Increment(Nodes[1]);
        var other = common.Increment(Nodes[2]);
        Assert.True(one != other);
        Assert.Equal(VectorClock.Ordering.Concurrent, one.CompareTo(other));
        Assert.True(one.Merge(other) > one);
        Assert.True(one.Merge(other) > other);
    }

    [Fact]
    public void Pruning_forgets_a_node()
    {
        var clock = VectorClock.Create().Increment(Nodes[0]).Increment(Nodes[1]);
        Assert.Equal([Nodes[0]], clock.Prune(Nodes[1]).Versions.Keys);
        Assert.Same(clock, clock.Prune(Nodes[2]));
    }

    [Fact]
    public void A_node_has_the_same_hash_everywhere_and_another_one_than_others()
    {
        Assert.Equal(VectorClock.Node.Create("a"), VectorClock.Node.FromHash(VectorClock.Node.Create("a").ToString()));
        Assert.NotEqual(VectorClock.Node.Create("a"), VectorClock.Node.Create("b"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Merging_is_commutative_associative_and_idempotent_and_the_least_clock_above_both(int seed)
    {
        var random = new Random(seed);
        var (a, b, c) = (AnyClock(random), AnyClock(random), AnyClock(random));
        Assert.Equal(a.Merge(b), b.Merge(a));
        Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
        Assert.Equal(a, a.Merge(a));
        var merged = a.Merge(b);
        foreach (var node in Nodes)
        {
            var expected = Math.Max(a.Versions.GetValueOrDefault(node), b.Versions.GetValueOrDefault(node));
            Assert.Equal(expected, merged.Versions.GetValueOrDefault(node));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Comparing_one_way_is_the_mirror_of_the_other_way(int seed)
    {
        var random = new Random(seed);
        var (a, b) = (AnyClock(random), AnyClock(random));
        var mirror = a.CompareTo(b) switch
        {
            VectorClock.Ordering.Before => VectorClock.Ordering.After,
            VectorClock.Ordering.After => VectorClock.Ordering.Before,
            var same => same,
        };
        Assert.Equal(mirror, b.CompareTo(a));
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 50)];

    private static VectorClock AnyClock(Random random)
    {
        var clock = VectorClock.Create();
        for (var i = random.Next(6); i > 0; i--)
            clock = clock.Increment(Nodes[random.Next(Nodes.Length)]);
        return clock;
    }
}
