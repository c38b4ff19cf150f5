namespace Akka.Remote.Tests.Detection;

public sealed class DeadlineFailureDetectorTests
{
    private long _now;

    [Fact]
    public void It_is_available_until_the_interval_and_the_pause_have_passed_and_again_with_the_next_heartbeat()
    {
        var detector = new DeadlineFailureDetector(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), () => _now);
        Assert.True(detector.IsAvailable);
        Assert.False(detector.IsMonitoring);
        detector.HeartBeat();
        Assert.True(detector.IsMonitoring);
        _now += 3999;
        Assert.True(detector.IsAvailable);
        _now += 1;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void Times_that_are_not_positive_are_refused(int pauseSeconds, int intervalSeconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new DeadlineFailureDetector(TimeSpan.FromSeconds(pauseSeconds), TimeSpan.FromSeconds(intervalSeconds)));
}
