using Akka.Event;

namespace Akka.TestKit.Internal;

public delegate void EventMatched(EventFilterBase eventFilter, LogEvent logEvent);

/// <summary>A filter on log events.</summary>
public abstract class EventFilterBase : IEventFilter
{
    private protected EventFilterBase()
    {
    }

    public event EventMatched EventMatched;

    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent))
            return false;
        EventMatched?.Invoke(this, logEvent);
        return true;
    }

    protected abstract bool IsMatch(LogEvent evt);
}
