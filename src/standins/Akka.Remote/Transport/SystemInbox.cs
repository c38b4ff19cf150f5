namespace Akka.Remote.Transport;

/// <summary>
/// System messages from one system: each is delivered once, in order. One with a fence waits until the ordinary messages
/// before it have come, so that the last words of an actor are heard before its death; but not for ever.
/// </summary>
internal sealed class SystemInbox
{
    private static readonly TimeSpan FencePatience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<(long Fence, Action Deliver)> _held = [];
    private int _uid;
    private long _received;
    private long _fencePassed;

    public long Received
    {
        get
        {
            lock (_gate)
                return _received;
        }
    }

    /// <summary>Takes a message, unless it has come before, or from an incarnation that was replaced.</summary>
    /// <exception cref="InvalidDataException">One is missing before it.</exception>
    public void Accept(int uid, long sequence, long fence, Action deliver)
    {
        lock (_gate)
        {
            if (uid != _uid || sequence <= _received)
                return;
            if (sequence != _received + 1)
                throw new InvalidDataException($"system message {sequence} follows {_received}");
            _received = sequence;
            if (fence <= _fencePassed)
            {
                deliver();
                return;
            }
            _held.Add((fence, deliver));
        }
        _ = Task.Delay(FencePatience).ContinueWith(_ => Pass(fence), TaskScheduler.Default);
    }

    /// <summary>Delivers what has waited for this fence or an earlier one.</summary>
    public void Pass(long fence)
    {
        lock (_gate)
        {
            _fencePassed = Math.Max(_fencePassed, fence);
            var free = _held.Where(h => h.Fence <= _fencePassed).ToArray();
            _held.RemoveAll(h => h.Fence <= _fencePassed);
            foreach (var (_, deliver) in free)
                deliver();
        }
    }

    /// <summary>An incarnation counts from the beginning. What was held of another one is still delivered: it did happen.</summary>
    public void Begin(int uid)
    {
        Pass(long.MaxValue);
        lock (_gate)
            (_uid, _received, _fencePassed) = (uid, 0, 0);
    }
}
