namespace Akka.Dispatch;

/// <summary>The .NET thread pool.</summary>
internal sealed class ThreadPoolExecutorService : ExecutorService
{
    public ThreadPoolExecutorService(string id) : base(id) { }

    // Not to the local queue: it is last in, first out, and a busy pair of actors would starve the others.
    public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

    public override void Shutdown() { }
}
