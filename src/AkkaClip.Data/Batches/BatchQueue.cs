using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Data.Batches;

/// <summary>
/// The batches under way, in the order that their rows are made: those that someone waits for, then those expected. Bounded:
/// expected ones by the number made ahead, the others by those who wait. Thread-safe.
/// </summary>
internal sealed class BatchQueue(LoaderTarget target, int maxAhead)
{
    // A monitor and not a Lock: threads without a row wait on it.
    private readonly object _gate = new();
    private readonly List<BatchJob> _requested = [];
    private readonly List<BatchJob> _ahead = [];
    private readonly List<BatchBuffers> _free = [];
    private bool _closed;

    /// <summary>The batch of a slice: the one made ahead, or a new one that goes before all made ahead.</summary>
    public Task<Batch> Request(PositionRange slice, CancellationToken cancellation)
    {
        BatchJob job;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(BatchLoader));
            var known = _ahead.FindIndex(each => each.Range == slice);
            if (known >= 0)
            {
                job = _ahead[known];
                _ahead.RemoveAt(known);
            }
            else
            {
                job = Start(slice);
            }
            if (!job.Result.IsCompleted)
                _requested.Add(job);
        }
        if (!job.Result.IsCompleted && cancellation.CanBeCanceled)
        {
            var registration = cancellation.Register(() => Abandon(job, cancellation));
            _ = job.Result.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return job.Result;
    }

    /// <summary>Replaces the list of batches to make ahead.</summary>
    public void Expect(IReadOnlyList<PositionRange> upcoming)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(BatchLoader));
            var wanted = upcoming.Take(maxAhead).ToList();
            foreach (var job in _ahead.FindAll(each => !wanted.Contains(each.Range)))
            {
                _ahead.Remove(job);
                // Nobody ever saw its batch, finished or not.
                if (job.Abandon())
                    Keep(job.Buffers);
            }
            foreach (var slice in wanted)
            {
                if (!_ahead.Exists(each => each.Range == slice))
                    _ahead.Add(Start(slice));
            }
            _ahead.Sort((one, other) => wanted.IndexOf(one.Range).CompareTo(wanted.IndexOf(other.Range)));
        }
    }

    /// <summary>Waits for a row to make; null: the queue is closed.</summary>
    public (BatchJob Job, int Row)? Take()
    {
        lock (_gate)
        {
            while (!_closed)
            {
                if ((_requested.Find(each => each.HasRows) ?? _ahead.Find(each => each.HasRows)) is { } job)
                    return (job, job.TakeRow());
                Monitor.Wait(_gate);
            }
            return null;
        }
    }

    /// <summary>Ends a row that was taken; the last one completes its batch.</summary>
    public void End(BatchJob job, bool replaced, Exception? error)
    {
        lock (_gate)
        {
            if (!job.EndRow(replaced, error))
                return;
            _requested.Remove(job);
            if (job.IsAbandoned)
                Keep(job.Buffers);
        }
        if (!job.IsAbandoned)
            job.Complete(target);
    }

    public void Recycle(BatchBuffers buffers)
    {
        lock (_gate)
        {
            Keep(buffers);
        }
    }

    /// <summary>Cancels what is under way and lets all threads go.</summary>
    public void Close()
    {
        List<BatchJob> open;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            open = [.. _requested, .. _ahead];
            foreach (var job in open)
                job.Abandon();
            _requested.Clear();
            _ahead.Clear();
            _free.Clear();
            Monitor.PulseAll(_gate);
        }
        foreach (var job in open)
            job.Cancel(CancellationToken.None);
    }

    private BatchJob Start(PositionRange slice)
    {
        var known = _free.FindLastIndex(each => each.SampleIds.Length == slice.Count);
        var buffers = known >= 0 ? _free[known] : BatchBuffers.Allocate(slice.Count, target);
        if (known >= 0)
            _free.RemoveAt(known);
        Monitor.PulseAll(_gate);
        return new BatchJob(slice, buffers);
    }

    private void Abandon(BatchJob job, CancellationToken cancellation)
    {
        lock (_gate)
        {
            // A batch that is whole already may be on its way to the caller, buffers and all.
            var whole = !_requested.Remove(job);
            if (job.Abandon() && !whole)
                Keep(job.Buffers);
        }
        job.Cancel(cancellation);
    }

    /// <summary>Keeps buffers for reuse: as many as are under way at once, those made ahead, one in use, one on its way back.</summary>
    private void Keep(BatchBuffers buffers)
    {
        if (_closed)
            return;
        // The oldest have a size that is not asked for any more.
        if (_free.Count >= maxAhead + 2)
            _free.RemoveAt(0);
        _free.Add(buffers);
    }
}
