using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote;

/// <summary>
/// Suspicion as a number: phi = -log10 of the probability that a heartbeat is still to come, given a normal distribution
/// of the intervals so far (Hayashibara et al., 2004, with a logistic approximation of the cumulative distribution).
/// </summary>
public class PhiAccrualFailureDetector : FailureDetector
{
    private readonly double _threshold;
    private readonly int _maxSampleSize;
    private readonly double _minStdDeviationMillis;
    private readonly double _acceptablePauseMillis;
    private readonly long _firstHeartbeatEstimateMillis;
    private readonly Clock _clock;
    private readonly EventStream _eventStream;
    private State _state;

    public PhiAccrualFailureDetector(
        double threshold, int maxSampleSize, TimeSpan minStdDeviation, TimeSpan acceptableHeartbeatPause,
        TimeSpan firstHeartbeatEstimate, Clock clock = null)
        : this(clock)
    {
        _threshold = threshold;
        _maxSampleSize = maxSampleSize;
        _minStdDeviationMillis = minStdDeviation.TotalMilliseconds;
        _acceptablePauseMillis = acceptableHeartbeatPause.TotalMilliseconds;
        _firstHeartbeatEstimateMillis = (long)firstHeartbeatEstimate.TotalMilliseconds;
        _state = new State(FirstHistory(), null);
    }

    /// <param name="config">
    /// <c>threshold</c>, <c>max-sample-size</c>, <c>min-std-deviation</c>, <c>acceptable-heartbeat-pause</c>, <c>heartbeat-interval</c>.
    /// </param>
    /// <param name="ev">Where warnings about long intervals go; or null.</param>
    /// <exception cref="ConfigurationException">The configuration is empty.</exception>
    public PhiAccrualFailureDetector(Config config, EventStream ev)
        : this(DefaultClock)
    {
        if (config.IsNullOrEmpty())
            throw ConfigurationException.NullOrEmptyConfig<PhiAccrualFailureDetector>();
        _threshold = config.GetDouble("threshold");
        _maxSampleSize = config.GetInt("max-sample-size");
        _minStdDeviationMillis = config.GetTimeSpan("min-std-deviation").TotalMilliseconds;
        _acceptablePauseMillis = config.GetTimeSpan("acceptable-heartbeat-pause").TotalMilliseconds;
        _firstHeartbeatEstimateMillis = (long)config.GetTimeSpan("heartbeat-interval").TotalMilliseconds;
        _eventStream = ev;
        _state = new State(FirstHistory(), null);
    }

    protected PhiAccrualFailureDetector(Clock clock) => _clock = clock ?? DefaultClock;

    /// <summary>Whom it observes: for the log.</summary>
    public string Address { get; set; } = "N/A";

    public override bool IsAvailable => Phi(_clock()) < _threshold;

    public override bool IsMonitoring => Volatile.Read(ref _state).LastHeartbeat.HasValue;

    internal double CurrentPhi => Phi(_clock());

    public override void HeartBeat()
    {
        var now = _clock();
        State before, after;
        do
        {
            before = Volatile.Read(ref _state);
            after = new State(HistoryAt(before, now), now);
        }
        while (Interlocked.CompareExchange(ref _state, after, before) != before);
    }

    internal static double Phi(long timeDiff, double mean, double stdDeviation)
    {
        var y = (timeDiff - mean) / stdDeviation;
        var e = Math.Exp(-y * (1.5976 + (0.070566 * y * y)));
        return timeDiff > mean ? -Math.Log10(e / (1.0 + e)) : -Math.Log10(1.0 - (1.0 / (1.0 + e)));
    }

    internal double Phi(long now)
    {
        var (history, last) = Volatile.Read(ref _state);
        return last is null
            ? 0.0
            : Phi(now - last.Value, history.Mean + _acceptablePauseMillis, Math.Max(history.StdDeviation, _minStdDeviationMillis));
    }

    private HeartbeatHistory HistoryAt(State before, long now)
    {
        if (before.LastHeartbeat is not { } last)
            return FirstHistory();
        // The first heartbeat after a failure would spoil the statistics.
        if (Phi(now) >= _threshold)
            return before.History;
        var interval = now - last;
        if (_eventStream is not null && interval >= _acceptablePauseMillis / 3 * 2)
        {
            _eventStream.Publish(new Warning(
                ToString(), GetType(), $"heartbeat interval is growing too large for address {Address}: {interval} millis"));
        }
        return before.History.Add(interval);
    }

    // Two made-up intervals with a rather high deviation.
    private HeartbeatHistory FirstHistory()
    {
        var deviation = _firstHeartbeatEstimateMillis / 4;
        return HeartbeatHistory.Empty(_maxSampleSize)
            .Add(_firstHeartbeatEstimateMillis - deviation)
            .Add(_firstHeartbeatEstimateMillis + deviation);
    }

    private sealed record State(HeartbeatHistory History, long? LastHeartbeat);
}
