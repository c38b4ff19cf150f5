namespace Akka.Dispatch;

/// <summary>A dispatcher whose actors share threads.</summary>
public class Dispatcher : MessageDispatcher
{
    private readonly Func<ExecutorService> _produceExecutor;
    private readonly Lock _lock = new();
    private volatile ExecutorService _executor;

    internal Dispatcher(
        MessageDispatcherConfigurator configurator, string id, int throughput, long? throughputDeadlineTime,
        Func<Dispatcher, ExecutorService> produceExecutor, TimeSpan shutdownTimeout)
        : base(configurator)
    {
        _produceExecutor = () => produceExecutor(this);
        Id = id;
        Throughput = throughput;
        ThroughputDeadlineTime = throughputDeadlineTime;
        ShutdownTimeout = shutdownTimeout;
    }

    internal void Report(Exception failure) => ReportFailure(failure);

    protected override void ExecuteTask(IRunnable run) => (_executor ?? StartExecutor()).Execute(run);

    protected override void Shutdown()
    {
        lock (_lock)
        {
            _executor?.Shutdown();
            _executor = null;
        }
    }

    private ExecutorService StartExecutor()
    {
        lock (_lock)
            return _executor ??= _produceExecutor();
    }
}
