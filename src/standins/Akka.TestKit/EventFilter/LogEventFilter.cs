using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>Matches events of a type by message and source.</summary>
internal sealed class LogEventFilter<TEvent> : EventFilterBase where TEvent : LogEvent
{
    private readonly TextMatcher _message;
    private readonly TextMatcher _source;

    public LogEventFilter(TextMatcher message, TextMatcher source)
    {
        _message = message;
        _source = source;
    }

    public override string ToString() => $"{typeof(TEvent).Name}{_message.Description}{_source.Description}";

    protected override bool IsMatch(LogEvent evt) => evt is TEvent and not { Message: Akka.Event.DeadLetter }
        && _source.IsMatch(evt.LogSource) && (_message.IsMatch(evt.Message?.ToString() ?? "null")
            || (evt is Error { Cause: { } cause } && _message.IsMatch(cause.Message)));
}

/// <summary>Matches errors by the type of their cause.</summary>
internal sealed class ExceptionFilter : EventFilterBase
{
    private readonly Type _exceptionType;
    private readonly TextMatcher _message;
    private readonly TextMatcher _source;
    private readonly bool _checkInnerExceptions;

    public ExceptionFilter(Type exceptionType, TextMatcher message, TextMatcher source, bool checkInnerExceptions)
    {
        _exceptionType = exceptionType;
        _message = message;
        _source = source;
        _checkInnerExceptions = checkInnerExceptions;
    }

    public override string ToString() => $"Error with Cause <{_exceptionType}>{_message.Description}{_source.Description}";

    protected override bool IsMatch(LogEvent evt)
    {
        if (evt is not Error error || !_source.IsMatch(error.LogSource))
            return false;
        for (var cause = error.Cause; cause is not null; cause = _checkInnerExceptions ? cause.InnerException : null)
        {
            if (!_exceptionType.IsInstanceOfType(cause))
                continue;
            var message = error.Message?.ToString();
            if ((message is null && string.IsNullOrEmpty(cause.Message)) || _message.IsMatch(message ?? "null") || _message.IsMatch(cause.Message))
                return true;
        }
        return false;
    }
}

/// <summary>Matches dead letters.</summary>
internal sealed class DeadLetterFilter : EventFilterBase
{
    private readonly Predicate<DeadLetter> _isMatch;
    private readonly TextMatcher _source;

    public DeadLetterFilter(Predicate<DeadLetter> isMatch, TextMatcher source)
    {
        _isMatch = isMatch;
        _source = source;
    }

    public override string ToString() => "DeadLetter" + _source.Description;

    protected override bool IsMatch(LogEvent evt) =>
        evt is Warning { Message: DeadLetter letter } && _isMatch(letter) && _source.IsMatch(evt.LogSource);
}

/// <summary>Matches as a function says.</summary>
internal sealed class CustomEventFilter : EventFilterBase
{
    private readonly Predicate<LogEvent> _isMatch;

    public CustomEventFilter(Predicate<LogEvent> isMatch) => _isMatch = isMatch;

    public override string ToString() => "Custom";

    protected override bool IsMatch(LogEvent evt) => _isMatch(evt);
}
