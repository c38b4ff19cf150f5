using Akka.Cluster.SBR;
using Akka.Configuration;

namespace Akka.Cluster.Tests.Settings;

public class SettingsTests
{
    private static readonly Config Defaults =
        ConfigurationFactory.FromResource("Akka.Cluster.Configuration.Cluster.conf", typeof(Cluster).Assembly);

    [Fact]
    public void The_defaults_are_the_genuine_ones()
    {
        var settings = new SplitBrainResolverSettings(Defaults);
        Assert.Equal("keep-majority", settings.DowningStrategy);
        Assert.Equal(TimeSpan.FromSeconds(20), settings.DowningStableAfter);
        Assert.Equal(TimeSpan.FromSeconds(15), settings.DownAllWhenUnstable);
        Assert.Null(settings.KeepMajorityRole);
        Assert.True(settings.KeepOldestSettings.DownIfAlone);
    }

    [Theory]
    [InlineData("down-all-when-unstable = off", 0)]
    [InlineData("down-all-when-unstable = 0 s", 0)]
    [InlineData("down-all-when-unstable = 9 s", 9)]
    [InlineData("stable-after = 2 s", 4)]
    public void Down_all_when_unstable_follows_from_stable_after_unless_it_is_set(string hocon, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Settings(hocon).DownAllWhenUnstable);

    [Theory]
    [InlineData("active-strategy = keep-calm")]
    [InlineData("stable-after = 0 s")]
    public void Values_that_make_no_sense_are_refused(string hocon) =>
        Assert.Throws<ConfigurationException>(() => Settings(hocon));

    [Fact]
    public void The_size_of_a_static_quorum_must_be_given()
    {
        Assert.ThrowsAny<Exception>(() => Settings("active-strategy = static-quorum").StaticQuorumSettings);
        Assert.Equal(3, Settings("static-quorum.quorum-size = 3").StaticQuorumSettings.Size);
    }

    [Fact]
    public void The_clusters_defaults_are_the_genuine_ones()
    {
        var settings = new ClusterSettings(Defaults, "test");
        Assert.Equal(TimeSpan.FromSeconds(5), settings.SeedNodeTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.RetryUnsuccessfulJoinAfter);
        Assert.Null(settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.GossipInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.HeartbeatInterval);
        Assert.Equal(9, settings.MonitoredByNrOfMembers);
        Assert.Equal(TimeSpan.FromSeconds(7), settings.WeaklyUpAfter);
        Assert.Equal(1, settings.MinNrOfMembers);
        Assert.Empty(settings.MinNrOfMembersOfRole);
        Assert.True(settings.RunCoordinatedShutdownWhenDown);
        Assert.Equal(0.8, settings.GossipDifferentViewProbability);
        Assert.Equal(typeof(SplitBrainResolverProvider), settings.DowningProviderType);
    }

    private static SplitBrainResolverSettings Settings(string hocon) => new(
        ConfigurationFactory.ParseString($"akka.cluster.split-brain-resolver {{\n{hocon}\n}}").WithFallback(Defaults));
}
