using System.Collections.Concurrent;

namespace Akka.Dispatch;

#pragma warning disable CA1001 // The queue lives until its last worker has read it; completing it is what ends them.
/// <summary>Threads of a dispatcher's own: of a fork-join dispatcher, or one for a pinned actor.</summary>
internal sealed class DedicatedThreadsExecutorService : ExecutorService
{
    private readonly BlockingCollection<IRunnable> _work = new();
    private readonly Action<Exception> _reportFailure;

    public DedicatedThreadsExecutorService(string id, int threadCount, bool background, Action<Exception> reportFailure) : base(id)
    {
        _reportFailure = reportFailure;
        for (var i = 0; i < threadCount; i++)
            new Thread(Work) { IsBackground = background, Name = $"{id}-{i + 1}" }.Start();
    }

    public override void Execute(IRunnable run)
    {
        try
        {
            _work.Add(run);
        }
        catch (InvalidOperationException)
        {
            // Shut down meanwhile: the last messages of a stopping actor still have to run somewhere.
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
    }

    public override void Shutdown() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var run in _work.GetConsumingEnumerable())
        {
            try
            {
                run.Run();
            }
            catch (Exception e)
            {
                _reportFailure(e);
            }
        }
    }
}
