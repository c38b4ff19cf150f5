namespace Akka.Remote.Transport;

/// <summary>System messages on their way to one system: each is kept, and sent again on a new connection, until it is acknowledged.</summary>
internal sealed class SystemOutbox
{
    private readonly Lock _gate = new();
    private readonly List<Outgoing> _unacknowledged = [];
    private readonly int _limit;
    private int? _uid;
    private long _nextSequence = 1;

    public SystemOutbox(int limit) => _limit = limit;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _unacknowledged.Count == 0;
        }
    }

    private long FirstSequence => _nextSequence - _unacknowledged.Count;

    /// <summary>False where too many wait already: the other system is as good as dead.</summary>
    public bool TryAdd(in Outgoing message, long fence)
    {
        lock (_gate)
        {
            if (_unacknowledged.Count >= _limit)
                return false;
            EnvelopeEncoder.Number(message, _nextSequence++, fence);
            _unacknowledged.Add(message);
            return true;
        }
    }

    /// <summary>Appends what comes after <paramref name="sent"/>, and gives the sequence number of the last one appended.</summary>
    public long CopyAfter(long sent, BatchBuffer batch, int limitBytes)
    {
        lock (_gate)
        {
            var first = FirstSequence;
            var last = Math.Max(sent, first - 1);
            while (last + 1 < _nextSequence && batch.Length < limitBytes)
            {
                batch.Append(_unacknowledged[(int)(last + 1 - first)].Bytes);
                last++;
            }
            return last;
        }
    }

    /// <summary>Forgets what an incarnation has received; of one that was replaced nothing counts.</summary>
    /// <exception cref="InvalidDataException">Nothing with that number was ever sent.</exception>
    public void Acknowledge(int uid, long sequence)
    {
        lock (_gate)
        {
            if (uid != _uid)
                return;
            if (sequence >= _nextSequence)
                throw new InvalidDataException($"system message {sequence} was acknowledged, and the last one sent was {_nextSequence - 1}");
            var count = (int)Math.Max(0, sequence - FirstSequence + 1);
            Drop(count);
        }
    }

    /// <summary>From now on it is this incarnation; what was meant for another one is forgotten.</summary>
    public void Begin(int uid)
    {
        lock (_gate)
        {
            if (_uid is { } before && before != uid)
                Forget();
            _uid = uid;
        }
    }

    /// <summary>Forgets everything. Whoever is sent messages after this must be another incarnation.</summary>
    public void Clear()
    {
        lock (_gate)
            Forget();
    }

    private void Forget()
    {
        Drop(_unacknowledged.Count);
        _nextSequence = 1;
    }

    private void Drop(int count)
    {
        for (var i = 0; i < count; i++)
            _unacknowledged[i].Release();
        _unacknowledged.RemoveRange(0, count);
    }
}
