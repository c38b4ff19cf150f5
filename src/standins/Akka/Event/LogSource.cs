using Akka.Actor;

namespace Akka.Event;

/// <summary>The type of log sources that are mere text.</summary>
public class DummyClassForStringSources
{
}

/// <summary>Who logs, as text and type.</summary>
public struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    public string Source { get; }

    public Type Type { get; }

    public static LogSource Create(object o) => new(
        o switch
        {
            IActorContext context => context.Self.Path.ToString(),
            IActorRef actor => actor.Path.ToString(),
            string text => text,
            Type type => Logging.SimpleName(type),
            _ => Logging.SimpleName(o),
        },
        SourceType(o));

    /// <summary>As <see cref="Create(object)"/>, with the system's address.</summary>
    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        LogSource source => source,
        IActorContext context => new LogSource(FromActorRef(context.Self, system), SourceType(o)),
        IActorRef actor => new LogSource(FromActorRef(actor, system), SourceType(o)),
        string text => new LogSource($"{text} ({system})", SourceType(o)),
        Type type => new LogSource(FromType(type, system), type),
        _ => new LogSource(FromType(o.GetType(), system), SourceType(o)),
    };

    public static LogSource Create(string source, Type t) => new(source, t);

    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        IActorContext context => context.Props.Type,
        string => typeof(DummyClassForStringSources),
        _ => o.GetType(),
    };

    public static string FromType(Type t, ActorSystem system) => $"{Logging.SimpleName(t)} ({system})";

    public static string FromActorRef(IActorRef a, ActorSystem system)
    {
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        return address is null ? a.Path.ToString() : a.Path.ToStringWithAddress(address);
    }
}
