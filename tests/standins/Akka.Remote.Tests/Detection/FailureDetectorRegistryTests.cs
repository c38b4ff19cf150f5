namespace Akka.Remote.Tests.Detection;

public sealed class FailureDetectorRegistryTests
{
    private long _now;

    [Fact]
    public void Each_resource_has_a_detector_of_its_own_from_its_first_heartbeat_to_its_removal()
    {
        var made = 0;
        var registry = new DefaultFailureDetectorRegistry<string>(() =>
        {
            made++;
            return new DeadlineFailureDetector(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), () => _now);
        });
        Assert.True(registry.IsAvailable("a"));
        Assert.False(registry.IsMonitoring("a"));
        registry.Heartbeat("a");
        _now += 3000;
        registry.Heartbeat("b");
        _now += 2000;
        Assert.False(registry.IsAvailable("a"));
        Assert.True(registry.IsAvailable("b"));
        Assert.Equal(2, made);

        registry.Remove("a");
        Assert.True(registry.IsAvailable("a"));
        Assert.False(registry.IsMonitoring("a"));
        registry.Heartbeat("a");
        Assert.True(registry.IsMonitoring("a"));
        Assert.Equal(3, made);
        registry.Reset();
        Assert.False(registry.IsMonitoring("a") || registry.IsMonitoring("b"));
    }
}
