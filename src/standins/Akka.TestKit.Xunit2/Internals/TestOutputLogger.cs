using Akka.Actor;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2.Internals;

/// <summary>Logs to the output of a test.</summary>
public class TestOutputLogger : ReceiveActor
{
    public TestOutputLogger(ITestOutputHelper output)
    {
        Receive<LogEvent>(e =>
        {
            try
            {
                output.WriteLine(e.ToString());
            }
            catch (FormatException ex)
            {
                // The format and the arguments do not fit: the failure shows both, apart.
                var raw = e.Message is LogMessage message ? $"Template: [{message.Format}], args: [{message.Unformatted()}]" : $"{e.Message}";
                var text = $"Received a malformed formatted message. Log level: [{e.LogLevel()}], {raw}";
                throw e.Cause is null ? new FormatException(text, ex) : new AggregateException(text, ex, e.Cause);
            }
            catch (InvalidOperationException)
            {
                // The test is over: its output is closed.
                Context.Stop(Self);
            }
        });
        Receive<InitializeLogger>(e =>
        {
            e.LoggingBus.Subscribe(Self, typeof(LogEvent));
            Sender.Tell(new LoggerInitialized());
        });
    }
}
