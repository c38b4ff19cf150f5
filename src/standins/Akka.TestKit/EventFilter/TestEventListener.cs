using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>The logger of tests: logs what no filter takes.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<IEventFilter> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                foreach (var type in new[] { typeof(Mute), typeof(Unmute), typeof(DeadLetter), typeof(UnhandledMessage) })
                    initialize.LoggingBus.Subscribe(Self, type);
                base.Receive(message); // last: it answers, and the first test may mute from then on
                break;
            case Mute mute:
                _filters.AddRange(mute.Filters);
                break;
            case Unmute unmute:
                foreach (var filter in unmute.Filters)
                    _filters.Remove(filter);
                break;
            case LogEvent logEvent:
                if (!IsFiltered(logEvent))
                    Print(logEvent);
                break;
            case DeadLetter letter:
                Handle(letter);
                break;
            default:
                Print(new Debug(Context.System.Name, GetType(), message));
                break;
        }
        return true;
    }

    private void Handle(DeadLetter letter)
    {
        if (letter.Message is Terminate)
            return;
        var path = letter.Recipient.Path.ToString();
        var type = letter.Recipient.GetType();
        if (IsFiltered(new Warning(path, type, letter)))
            return;
        Print(new Warning(path, type, letter.Message is ISystemMessage
            ? $"Received dead system message: {letter.Message}"
            : $"Received dead letter from {letter.Sender}: {letter.Message}"));
    }

    private bool IsFiltered(LogEvent logEvent) => _filters.Any(filter => filter.Apply(logEvent));
}
