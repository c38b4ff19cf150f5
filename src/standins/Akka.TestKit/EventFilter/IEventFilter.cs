using Akka.Event;

namespace Akka.TestKit;

/// <summary>Takes log events out of a test's log.</summary>
public interface IEventFilter
{
    bool Apply(LogEvent logEvent);
}
