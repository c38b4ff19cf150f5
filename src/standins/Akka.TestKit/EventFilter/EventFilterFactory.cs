using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Makes filters on log events; <c>And</c> of an applier adds to them.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters;
    }

    public IEventFilterApplier Exception<TException>(Regex pattern, string source = null) where TException : Exception =>
        Exception(typeof(TException), pattern, source);

    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string source = null, bool checkInnerExceptions = false) =>
        Apply(new ExceptionFilter(exceptionType, TextMatcher.Of(pattern), TextMatcher.Source(source), checkInnerExceptions));

    public IEventFilterApplier Exception<TException>(string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception(
        Type exceptionType, string message = null, string start = null, string contains = null, string source = null,
        bool checkInnerExceptions = false) =>
        Apply(new ExceptionFilter(exceptionType, TextMatcher.Of(message, start, contains), TextMatcher.Source(source), checkInnerExceptions));

    public IEventFilterApplier Error(string message = null, string start = null, string contains = null, string source = null) =>
        Level<Error>(TextMatcher.Of(message, start, contains), source);

    public IEventFilterApplier Error(Regex pattern, string source = null) => Level<Error>(TextMatcher.Of(pattern), source);

    public IEventFilterApplier Warning(string message = null, string start = null, string contains = null, string source = null) =>
        Level<Warning>(TextMatcher.Of(message, start, contains), source);

    public IEventFilterApplier Warning(Regex pattern, string source = null) => Level<Warning>(TextMatcher.Of(pattern), source);

    public IEventFilterApplier Info(string message = null, string start = null, string contains = null, string source = null) =>
        Level<Info>(TextMatcher.Of(message, start, contains), source);

    public IEventFilterApplier Info(Regex pattern, string source = null) => Level<Info>(TextMatcher.Of(pattern), source);

    public IEventFilterApplier Debug(string message = null, string start = null, string contains = null, string source = null) =>
        Level<Debug>(TextMatcher.Of(message, start, contains), source);

    public IEventFilterApplier Debug(Regex pattern, string source = null) => Level<Debug>(TextMatcher.Of(pattern), source);

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Apply(new CustomEventFilter(predicate));

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate) where TLogEvent : LogEvent =>
        Apply(new CustomEventFilter(e => e is TLogEvent typed && predicate(typed)));

    public IEventFilterApplier DeadLetter() => Letters(_ => true, null);

    public IEventFilterApplier DeadLetter<TMessage>(string source = null) => Letters(l => l.Message is TMessage, source);

    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string source = null) =>
        Letters(l => l.Message is TMessage message && isMatch(message), source);

    public IEventFilterApplier DeadLetter(Type type, string source = null) => Letters(l => type.IsInstanceOfType(l.Message), source);

    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string source = null) =>
        Letters(l => type.IsInstanceOfType(l.Message) && isMatch(l.Message), source);

    private InternalEventFilterApplier Level<TEvent>(TextMatcher message, string source) where TEvent : LogEvent =>
        Apply(new LogEventFilter<TEvent>(message, TextMatcher.Source(source)));

    private InternalEventFilterApplier Letters(Predicate<DeadLetter> isMatch, string source) =>
        Apply(new DeadLetterFilter(isMatch, TextMatcher.Source(source)));

    private InternalEventFilterApplier Apply(EventFilterBase filter) =>
        new(_testkit, _system, [.. _filters, filter]);
}
