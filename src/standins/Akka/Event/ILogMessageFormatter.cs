namespace Akka.Event;

/// <summary>Puts arguments into a log message's format.</summary>
public interface ILogMessageFormatter
{
    string Format(string format, params object[] args);

    string Format(string format, IEnumerable<object> args);
}
