using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>A child, and how often it was restarted lately.</summary>
public class ChildRestartStats
{
    private TimeSpan _windowStart;
    private bool _windowOpen;

    public ChildRestartStats(IInternalActorRef child) => Child = child;

    public IInternalActorRef Child { get; }

    public long Uid => Child.Path.Uid;

    /// <summary>Restarts granted in the present window.</summary>
    public int NrOfRestarts { get; private set; }

    /// <summary>
    /// Grants a restart if the child has not used up its retries (below 0: no limit) within the window (0 or below:
    /// no window). A window without a number of retries allows one.
    /// </summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
            return false;
        if (withinTimeMilliseconds <= 0)
            return maxNrOfRetries < 0 || ++NrOfRestarts <= maxNrOfRetries;

        var retries = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        var now = MonotonicClock.Elapsed;
        if (!_windowOpen)
        {
            _windowOpen = true;
            _windowStart = now;
        }
        if ((now - _windowStart).TotalMilliseconds <= withinTimeMilliseconds)
            return ++NrOfRestarts <= retries;
        NrOfRestarts = 1;
        _windowStart = now;
        return true;
    }
}
