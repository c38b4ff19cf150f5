using Akka.Configuration;

namespace Akka.Remote.Tests.Detection;

public sealed class PhiAccrualFailureDetectorTests
{
    private long _now = 1_000_000;

    [Fact]
    public void Without_a_heartbeat_it_is_available_and_not_monitored()
    {
        var detector = Detector();
        _now += 1_000_000;
        Assert.True(detector.IsAvailable);
        Assert.False(detector.IsMonitoring);
    }

    [Fact]
    public void Regular_heartbeats_keep_it_available_and_missing_ones_do_not()
    {
        var detector = Detector(acceptablePauseMillis: 0);
        Beat(detector, count: 10, everyMillis: 1000);
        Assert.True(detector.IsMonitoring);
        Assert.True(detector.IsAvailable);
        _now += 7000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void An_accepted_pause_is_accepted_and_a_longer_one_is_not()
    {
        var detector = Detector(acceptablePauseMillis: 3000);
        Beat(detector, count: 10, everyMillis: 1000);
        _now += 3500;
        Assert.True(detector.IsAvailable);
        _now += 3000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void It_is_available_again_when_heartbeats_come_again()
    {
        var detector = Detector(acceptablePauseMillis: 0);
        Beat(detector, count: 5, everyMillis: 1000);
        _now += 60_000;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
        // The long gap is not part of what is usual now.
        _now += 7000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void It_is_the_normal_distribution_that_decides_when_it_suspects()
    {
        // Two intervals of 1000 +- 250 are made up at first: mean 1000, deviation 250. A threshold of 3 is reached where
        // the tail of that distribution is 1e-3, 3.09 deviations above the mean.
        var detector = Detector(threshold: 3, acceptablePauseMillis: 0);
        detector.HeartBeat();
        _now += 1000 + (long)(3.05 * 250);
        Assert.True(detector.IsAvailable);
        _now += (long)(0.1 * 250);
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Only_the_last_intervals_count()
    {
        var detector = Detector(maxSampleSize: 3, acceptablePauseMillis: 0);
        Beat(detector, count: 20, everyMillis: 100);
        Beat(detector, count: 10, everyMillis: 110);
        // Were the hundreds still in it, or the made-up thousands, the deviation would be another; at its least, 10 ms, and
        // a mean of 110, the suspicion of 8 is reached some 56 ms later.
        _now += 110 + 50;
        Assert.True(detector.IsAvailable);
        _now += 12;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Settings_without_a_section_are_refused() =>
        Assert.Throws<ConfigurationException>(() => new PhiAccrualFailureDetector(Config.Empty, null));

    private PhiAccrualFailureDetector Detector(double threshold = 8, int maxSampleSize = 1000, int acceptablePauseMillis = 0) => new(
        threshold, maxSampleSize, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(acceptablePauseMillis),
        TimeSpan.FromSeconds(1), () => _now);

    private void Beat(FailureDetector detector, int count, long everyMillis)
    {
        for (var i = 0; i < count; i++)
        {
            _now += everyMillis;
            detector.HeartBeat();
        }
    }
}
