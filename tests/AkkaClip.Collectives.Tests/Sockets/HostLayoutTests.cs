using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

public sealed class HostLayoutTests
{
    private static readonly HostLayout s_three = new(["a", "b", "a", "a", "c", "b", "a"]);

    [Fact]
    public void An_agent_is_on_its_host_and_an_owner_is_its_own()
    {
        for (var owner = 0; owner < s_three.WorldSize; owner++)
        {
            for (var host = 0; host < s_three.NumHosts; host++)
                Assert.Equal(host, s_three.HostOf(s_three.AgentOf(owner, host)));
            Assert.Equal(owner, s_three.AgentOf(owner, s_three.HostOf(owner)));
        }
    }

    [Fact]
    public void Neighbours_are_so_of_each_other()
    {
        for (var rank = 0; rank < s_three.WorldSize; rank++)
            Assert.All(s_three.NeighboursOf(rank), other => Assert.Contains(rank, s_three.NeighboursOf(other)));
    }

    [Fact]
    public void Hosts_of_equal_size_share_the_links_between_them()
    {
        var hosts = new HostLayout(["a", "a", "a", "a", "b", "b", "b", "b"]);
        Assert.Equal([1, 2, 3, 4], hosts.NeighboursOf(0));
        Assert.Equal([2, 4, 5, 7], hosts.NeighboursOf(6));
        Assert.Equal("0-3 | 4-7", hosts.ToString());
    }

    [Fact]
    public void Levels_need_several_hosts_and_several_members_on_one()
    {
        Assert.True(s_three.HasLevels);
        Assert.False(new HostLayout(["a", "a"]).HasLevels);
        Assert.False(new HostLayout(["a", "b"]).HasLevels);
        Assert.False(new HostLayout([null, null, null]).HasLevels);
        Assert.Equal("0,2-3,6 | 1,5 | 4", s_three.ToString());
    }
}
