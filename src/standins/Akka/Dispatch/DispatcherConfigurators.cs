using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>A dispatcher on the thread pool, or, as its <c>executor</c> says, on threads of its own.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Dispatcher _dispatcher;

    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = DispatcherFactory.Shared(this, ExecutorOf(config.GetString("executor")));

    public override MessageDispatcher Dispatcher() => _dispatcher;

    private static Func<Dispatcher, ExecutorService> ExecutorOf(string executor) => executor switch
    {
        null or "" or "default-executor" or "thread-pool-executor" or "task-executor" or "channel-executor"
            => d => new ThreadPoolExecutorService(d.Id),
        "fork-join-executor" => DispatcherFactory.DedicatedThreads,
        _ => throw new ConfigurationException($"Could not resolve executor service configurator type {executor}."),
    };
}

/// <summary>A dispatcher on its own threads: <c>dedicated-thread-pool.thread-count</c> of them.</summary>
internal sealed class ForkJoinDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Dispatcher _dispatcher;

    public ForkJoinDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
        if (!config.HasPath("dedicated-thread-pool"))
            throw new ConfigurationException($"must define section 'dedicated-thread-pool' for ForkJoinDispatcher {config.GetString("id", "unknown")}");
        _dispatcher = DispatcherFactory.Shared(this, DispatcherFactory.DedicatedThreads);
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>One thread for each actor.</summary>
internal sealed class PinnedDispatcherConfigurator : MessageDispatcherConfigurator
{
    public PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
    }

    public override MessageDispatcher Dispatcher() => new PinnedDispatcher(
        this, Config.GetString("id"), DispatcherFactory.DeadlineTicks(Config), Config.GetTimeSpan("shutdown-timeout"));
}

internal static class DispatcherFactory
{
    public static Dispatcher Shared(MessageDispatcherConfigurator configurator, Func<Dispatcher, ExecutorService> executor)
    {
        var config = configurator.Config;
        return new Dispatcher(configurator, config.GetString("id"), config.GetInt("throughput"), DeadlineTicks(config),
            executor, config.GetTimeSpan("shutdown-timeout"));
    }

    public static long? DeadlineTicks(Config config)
    {
        var deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero).Ticks;
        return deadline > 0 ? deadline : null;
    }

    public static ExecutorService DedicatedThreads(Dispatcher dispatcher)
    {
        var pool = dispatcher.Configurator.Config.GetConfig("dedicated-thread-pool");
        var count = pool?.GetInt("thread-count", Environment.ProcessorCount) ?? Environment.ProcessorCount;
        var background = pool?.GetString("threadtype", "background") != "foreground";
        return new DedicatedThreadsExecutorService(dispatcher.Id, count, background, dispatcher.Report);
    }
}
