using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// Logs dead letters: <c>akka.log-dead-letters</c> of them; then none for a while, or for ever, as
/// <c>akka.log-dead-letters-suspend-duration</c> says.
/// </summary>
public class DeadLetterListener : ActorBase
{
    private readonly Settings _settings = Context.System.Settings;
    private int _count;
    private TimeSpan? _silentUntil;

    protected override void PreStart()
    {
        var stream = Context.System.EventStream;
        stream.Subscribe(Self, typeof(DeadLetter));
        stream.Subscribe(Self, typeof(Dropped));
        stream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter)
            return false;
        if (letter.Message is IDeadLetterSuppression)
            return true;
        _count++;
        var now = Context.System.Scheduler.MonotonicClock;
        var suspend = _settings.LogDeadLettersSuspendDuration;
        if (_silentUntil is { } until)
        {
            if (now < until)
                return true;
            Write(letter, $", of which {_count - _settings.LogDeadLetters - 1} were not logged. The counter will be reset now");
            _silentUntil = null;
            _count = 0;
        }
        else if (_settings.LogDeadLetters == int.MaxValue || _count < _settings.LogDeadLetters)
        {
            Write(letter, "");
        }
        else if (suspend == Timeout.InfiniteTimeSpan)
        {
            Write(letter, ", no more dead letters will be logged");
            Context.Stop(Self);
        }
        else
        {
            Write(letter, $", no more dead letters will be logged in next [{suspend}]");
            _silentUntil = now + suspend;
        }
        return true;
    }

    private void Write(AllDeadLetters letter, string note)
    {
        var message = WrappedMessage.Unwrap(letter.Message);
        var type = message?.GetType().Name ?? "null";
        var wrapper = letter.Message is IWrappedMessage ? $" wrapped in [${letter.Message.GetType().Name}]" : "";
        var origin = IsReal(letter.Sender) ? $" from {letter.Sender}" : "";
        var destination = IsReal(letter.Recipient) ? $" to {letter.Recipient}" : "";
        var fate = letter switch
        {
            Dropped dropped => $"{destination} was dropped. {dropped.Reason}. [{_count}] dead letters encountered{note}. ",
            UnhandledMessage => $"{destination} was unhandled. [{_count}] dead letters encountered{note}. ",
            _ => $" to {letter.Recipient} was not delivered. [{_count}] dead letters encountered{note}. " +
                $"If this is not an expected behavior then {letter.Recipient} may have terminated unexpectedly. ",
        };
        var text = $"Message [{type}]{wrapper}{origin}{fate}" +
            "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' " +
            "and 'akka.log-dead-letters-during-shutdown'.";
        var content = message?.ToString() ?? "null";
        if (content != type)
            text += $" Message content: {content}";
        Context.System.EventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), text));
    }

    private static bool IsReal(IActorRef actor) => actor is not null and not DeadLetterActorRef;
}
