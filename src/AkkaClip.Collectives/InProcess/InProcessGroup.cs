using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.InProcess;

/// <summary>
/// The members of one generation that live in one process. Operations are cut into units; every member that waits for
/// one takes units of whatever operation is ready, oldest first, so that waiting time is what the exchange is made of.
/// </summary>
/// <remarks>
/// One lock guards all state and is held for bookkeeping only. An operation ends in one way for all: it is done, and
/// stays done, or the group fails before, and then it fails for every member.
/// </remarks>
public sealed class InProcessGroup
{
    private readonly object _gate = new();
    private readonly CollectiveOptions _options;
    private readonly InProcessMember[] _members;

    /// <summary>Calls of each member so far; the number of its next operation.</summary>
    private readonly long[] _calls;

    /// <summary>Operations from the oldest that is not done on, by number without a gap.</summary>
    private readonly List<Operation> _open = [];
    private (int? Rank, string Reason, Exception? Inner)? _failure;
    private int _runningUnits;

    /// <param name="worldSize">Members, at least 1.</param>
    /// <param name="options">Time-out and threads.</param>
    public InProcessGroup(int worldSize, CollectiveOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(worldSize, 1);
        _options = options;
        _members = [.. Enumerable.Range(0, worldSize).Select(rank => new InProcessMember(this, rank))];
        _calls = new long[worldSize];
        for (var helper = 0; helper < options.HelperThreads; helper++)
            new Thread(Help) { IsBackground = true, Name = $"collective-{helper}" }.Start();
    }

    public int WorldSize => _members.Length;

    /// <summary>A member's end. It is used by one thread at a time.</summary>
    public ICollectiveMember Member(int rank) => _members[rank];

    /// <inheritdoc cref="ICollectiveMember.Fail"/>
    public void Fail(int rank, string reason) => Fail((rank, $"rank {rank} failed: {reason}", null));

    /// <summary>Enters a member's call, as a new operation or with the others that have made theirs.</summary>
    /// <param name="rank">The caller.</param>
    /// <param name="create">The operation that the caller means, under a given number.</param>
    /// <param name="arrive">Hands the caller's buffers to it.</param>
    internal TOperation Post<TOperation>(int rank, Func<long, TOperation> create, Action<TOperation> arrive)
        where TOperation : Operation
    {
        lock (_gate)
        {
            ThrowIfFailed();
            var meant = create(_calls[rank]++);
            var operation = Enter(meant, rank);
            arrive(operation);
            operation.NumArrived++;
            operation.Arrived[rank] = true;
            if (operation.IsReady)
            {
                operation.ArrivalTimer?.Dispose();
                FinishIfDone(operation);
                Monitor.PulseAll(_gate);
            }
            return operation;
        }
    }

    /// <summary>Works until the operation is over.</summary>
    internal void Complete(Operation operation)
    {
        lock (_gate)
        {
            while (!operation.IsDone)
            {
                ThrowIfFailed();
                if (!RunUnit())
                    Monitor.Wait(_gate);
            }
        }
    }

    internal void Leave(int rank) => Fail((rank, $"rank {rank} left the group", null));

    private TOperation Enter<TOperation>(TOperation meant, int rank)
        where TOperation : Operation
    {
        // A member's next call is at most one ahead of what is open, and never behind it: done means that all have called.
        var index = _open.Count == 0 ? 0 : (int)(meant.Number - _open[0].Number);
        if (index == _open.Count)
        {
            _open.Add(meant);
            if (_options.ArrivalTimeout > TimeSpan.Zero)
                meant.ArrivalTimer = _options.TimeProvider.CreateTimer(_ => FailMissing(meant), null, _options.ArrivalTimeout, Timeout.InfiniteTimeSpan);
            return meant;
        }
        if (_open[index] is TOperation same && same.Description == meant.Description)
            return same;

        var others = string.Join(", ", _open[index].ArrivedRanks);
        Fail((rank, $"members disagree: operation {meant.Number} is {meant.Description} at rank {rank}, and {_open[index].Description} at rank {others}", null));
        throw Failure();
    }

    /// <summary>Takes and runs one unit, without the lock; false where there is none to take.</summary>
    private bool RunUnit()
    {
        var operation = _failure is null ? _open.Find(candidate => candidate.IsReady && candidate.NextUnit < candidate.NumUnits) : null;
        if (operation is null)
            return false;

        var unit = operation.NextUnit++;
        _runningUnits++;
        Exception? broken = null;
        Monitor.Exit(_gate);
        try
        {
            operation.Run(unit);
        }
        catch (Exception e)
        {
            // Whatever it is, a member's buffer is the cause; all members learn of it as the group's failure.
            broken = e;
        }
        finally
        {
            Monitor.Enter(_gate);
            _runningUnits--;
        }

        operation.NumFinished++;
        if (broken is not null)
            _failure ??= (null, $"a buffer of {operation.Description} cannot be used: {broken.Message}", broken);
        FinishIfDone(operation);
        Monitor.PulseAll(_gate);
        return true;
    }

    private void FinishIfDone(Operation operation)
    {
        if (_failure is not null || operation.NumFinished < operation.NumUnits)
            return;
        operation.IsDone = true;

        // A later one may be done before an earlier one; it stays, so that the numbers of the list stay consecutive.
        while (_open.Count > 0 && _open[0].IsDone)
            _open.RemoveAt(0);
    }

    private void FailMissing(Operation operation)
    {
        lock (_gate)
        {
            if (operation.IsReady || operation.IsDone)
                return;
            var missing = Array.IndexOf(operation.Arrived, false);
            Fail((missing, $"rank {missing} did not come to operation {operation.Number}, {operation.Description}, within {_options.ArrivalTimeout}", null));
        }
    }

    /// <summary>Fails the group, and returns when no unit runs any more: buffers are their owners' again.</summary>
    private void Fail((int? Rank, string Reason, Exception? Inner) failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            foreach (var operation in _open)
                operation.ArrivalTimer?.Dispose();
            Monitor.PulseAll(_gate);
            while (_runningUnits > 0)
                Monitor.Wait(_gate);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is null)
            return;
        while (_runningUnits > 0)
            Monitor.Wait(_gate);
        throw Failure();
    }

    private CollectiveFailedException Failure() => new(_failure!.Value.Reason, _failure.Value.Rank, _failure.Value.Inner);

    private void Help()
    {
        lock (_gate)
        {
            while (_failure is null)
            {
                if (!RunUnit())
                    Monitor.Wait(_gate);
            }
        }
    }
}
