using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>
/// Subscriptions of actors to types of events, their subtypes included; and the loggers among them.
/// </summary>
public class LoggingBus
{
    private static readonly LogLevel[] AllLogLevels = Enum.GetValues<LogLevel>();

    private static int _loggerNumber;

    private readonly Lock _lock = new();
    private readonly HashSet<Subscription> _subscriptions = [];

    // Who gets an event of a type, worked out when the first one of it is published.
    private readonly ConcurrentDictionary<Type, IActorRef[]> _subscribersOf = new();
    private readonly List<IActorRef> _loggers = [];

    public LogLevel LogLevel { get; private set; }

    /// <summary>False where the subscription was there already.</summary>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            if (_subscriptions.Any(s => s.Type == classifier && s.Subscriber.Equals(subscriber)))
                return false;
            _subscribersOf.Clear();
            return _subscriptions.Add(new Subscription(subscriber, classifier));
        }
    }

    /// <summary>Ends a subscription; a subtype of a subscribed type is excepted from that subscription.</summary>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            _subscribersOf.Clear();
            if (_subscriptions.Any(s => s.Type == classifier))
                return _subscriptions.RemoveWhere(s => s.Type == classifier && s.Subscriber.Equals(subscriber)) > 0;
            var wider = _subscriptions.Where(s => s.Type.IsAssignableFrom(classifier) && s.Subscriber.Equals(subscriber)).ToArray();
            foreach (var subscription in wider)
                subscription.Except.Add(classifier);
            return wider.Length > 0;
        }
    }

    public virtual bool Unsubscribe(IActorRef subscriber)
    {
        lock (_lock)
        {
            _subscribersOf.Clear();
            return _subscriptions.RemoveWhere(s => s.Subscriber.Equals(subscriber)) > 0;
        }
    }

    public void Publish(object @event)
    {
        var type = @event.GetType();
        if (!_subscribersOf.TryGetValue(type, out var subscribers))
        {
            lock (_lock)
            {
                subscribers = [.. _subscriptions.Where(s => s.Wants(type)).Select(s => s.Subscriber).Distinct()];
                _subscribersOf[type] = subscribers;
            }
        }
        foreach (var subscriber in subscribers)
            subscriber.Tell(@event);
    }

    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        IActorRef[] loggers;
        lock (_lock)
            loggers = [.. _loggers];
        foreach (var logger in loggers)
        {
            SubscribeLogLevelAndAbove(logLevel, logger);
            foreach (var level in AllLogLevels.Where(l => l < logLevel))
                Unsubscribe(logger, level.ClassFor());
        }
    }

    public void StartStdoutLogger(Settings config)
    {
        SubscribeLogLevelAndAbove(Logging.LogLevelFor(config.StdoutLogLevel), config.StdoutLogger);
        Publish(new Debug(GetType().Name, GetType(), "StandardOutLogger started"));
    }

    /// <exception cref="ConfigurationException">A logger's type cannot be found.</exception>
    internal void StartDefaultLoggers(ActorSystemImpl system)
    {
        var settings = system.Settings;
        var source = $"{GetType().Name}({system.Name})";
        LogLevel = Logging.LogLevelFor(settings.LogLevel);
        var starts = new List<(string Name, Task Task)>();
        var keepStdout = false;
        foreach (var name in settings.Loggers)
        {
            var type = Type.GetType(name)
                ?? throw new ConfigurationException($"Logger specified in config cannot be found: \"{name}\"");
            if (typeof(MinimalLogger).IsAssignableFrom(type))
                keepStdout = true;
            else
                starts.Add((name, StartLogger(system, type, source)));
        }
        if (!settings.LoggerAsyncStart && !Task.WaitAll([.. starts.Select(s => s.Task)], settings.LoggerStartTimeout))
        {
            foreach (var (name, _) in starts.Where(s => !s.Task.IsCompleted))
            {
                Publish(new Warning(source, GetType(),
                    $"Logger {name} did not respond within {settings.LoggerStartTimeout} to InitializeLogger(bus), " +
                    "LoggingBus will try and wait until it is ready. Since it start up is delayed, this logger may not capture all startup events correctly."));
            }
        }
        if (settings.DebugUnhandledMessage)
            Subscribe(system.SystemActorOf(Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder"), typeof(UnhandledMessage));
        if (!keepStdout)
        {
            Publish(new Debug(source, GetType(), "StandardOutLogger being removed"));
            Unsubscribe(settings.StdoutLogger);
        }
        Publish(new Debug(source, GetType(), "Default Loggers started"));
    }

    internal void StopDefaultLoggers(ActorSystem system)
    {
        SubscribeLogLevelAndAbove(Logging.LogLevelFor(system.Settings.StdoutLogLevel), system.Settings.StdoutLogger);
        Publish(new Debug(GetType().Name, GetType(), "Shutting down: StandardOutLogger started"));
        IActorRef[] loggers;
        lock (_lock)
        {
            loggers = [.. _loggers];
            _loggers.Clear();
        }
        foreach (var logger in loggers)
            Remove(logger);
        Publish(new Debug(GetType().Name, GetType(), "All default loggers stopped"));
    }

    private async Task StartLogger(ActorSystemImpl system, Type type, string source)
    {
        var name = $"log{Interlocked.Increment(ref _loggerNumber)}-{type.Name}";
        var logger = system.SystemActorOf(Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher), name);
        var answer = await logger.Ask(new InitializeLogger(this), Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (answer is not LoggerInitialized)
        {
            Publish(new Error(null, source, GetType(),
                $"Logger {name} [{type.FullName}] did not respond with LoggerInitialized, sent instead {answer.GetType()}. Stopping logger."));
            Remove(logger);
            return;
        }
        lock (_lock)
            _loggers.Add(logger);
        SubscribeLogLevelAndAbove(LogLevel, logger);
        Publish(new Debug(source, GetType(), $"Logger {name} [{type.FullName}] started"));
    }

    private void Remove(IActorRef logger)
    {
        Unsubscribe(logger);
        ((IInternalActorRef)logger).Stop();
    }

    private void SubscribeLogLevelAndAbove(LogLevel logLevel, IActorRef logger)
    {
        foreach (var level in AllLogLevels.Where(l => l >= logLevel))
            Subscribe(logger, level.ClassFor());
    }

    // Compared as an object: one for each Subscribe.
    private sealed class Subscription(IActorRef subscriber, Type type)
    {
        public IActorRef Subscriber { get; } = subscriber;

        public Type Type { get; } = type;

        public HashSet<Type> Except { get; } = [];

        public bool Wants(Type eventType) => Type.IsAssignableFrom(eventType) && !Except.Any(e => e.IsAssignableFrom(eventType));
    }
}
