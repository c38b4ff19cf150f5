using Akka.Actor;

namespace Akka.Event;

/// <summary>The logger of a running system: writes to the console.</summary>
public class DefaultLogger : ActorBase
{
    private MinimalLogger _stdoutLogger;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _stdoutLogger = Context.System.Settings.StdoutLogger;
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => _stdoutLogger.Tell(logEvent);
}
