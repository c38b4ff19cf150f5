using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Makes dispatchers of one configured kind.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher: a shared one, or a new one for each actor.</summary>
    public abstract MessageDispatcher Dispatcher();
}
