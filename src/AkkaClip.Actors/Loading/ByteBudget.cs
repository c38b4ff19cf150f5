namespace AkkaClip.Actors.Loading;

/// <summary>Bytes that may be in use at a time. Whoever wants more than are left waits in line; who wants more than all of them gets them alone.</summary>
public sealed class ByteBudget(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Claim> _waiting = [];
    private long _numTaken;

    /// <summary>Bytes that are in use now.</summary>
    public long NumTaken
    {
        get
        {
            lock (_gate)
                return _numTaken;
        }
    }

    /// <summary>Takes bytes as soon as it is the caller's turn; they are free again when the result is disposed of.</summary>
    public async Task<IDisposable> Take(long numBytes, CancellationToken cancelled)
    {
        var claim = new Claim(this, numBytes);
        lock (_gate)
        {
            _waiting.AddLast(claim);
            GrantNext();
        }
        using var giveUp = cancelled.Register(() => Withdraw(claim, cancelled));
        await claim.Granted.ConfigureAwait(false);
        return claim;
    }

    private void GrantNext()
    {
        while (_waiting.First?.Value is { } next && (_numTaken == 0 || _numTaken + next.NumBytes <= maxBytes))
        {
            _waiting.RemoveFirst();
            _numTaken += next.NumBytes;
            next.Grant();
        }
    }

    private void Withdraw(Claim claim, CancellationToken cancelled)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(claim))
                return; // granted already: its owner gives it back
            GrantNext(); // it may have stood in the way of smaller ones
        }
        claim.Cancel(cancelled);
    }

    private void Return(long numBytes)
    {
        lock (_gate)
        {
            _numTaken -= numBytes;
            GrantNext();
        }
    }

    private sealed class Claim(ByteBudget budget, long numBytes) : IDisposable
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isReturned;

        public long NumBytes => numBytes;

        public Task Granted => _granted.Task;

        public void Grant() => _granted.SetResult();

        public void Cancel(CancellationToken cancelled) => _granted.SetCanceled(cancelled);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
                budget.Return(numBytes);
        }
    }
}
