using Akka.Actor;

namespace Akka.Persistence;

/// <summary>
/// The stash that a persistent actor's own code sees. What it gives back goes behind the stash of waiting commands, not
/// straight into the mailbox: those are taken one by one, each after the events of the one before it.
/// </summary>
internal sealed class CommandAwareStash : IStash
{
    private readonly IStash _own;
    private readonly IStash _waitingCommands;

    public CommandAwareStash(IStash own, IStash waitingCommands)
    {
        _own = own;
        _waitingCommands = waitingCommands;
    }

    public int Count => _own.Count;

    public bool IsEmpty => _own.IsEmpty;

    public bool NonEmpty => _own.NonEmpty;

    public bool IsFull => _own.IsFull;

    public int Capacity => _own.Capacity;

    public void Stash() => _own.Stash();

    public void Unstash() => _own.Unstash();

    public void UnstashAll() => _waitingCommands.Prepend(_own.ClearStash());

    public void UnstashAll(Func<Envelope, bool> predicate) => _own.UnstashAll(predicate);

    public IEnumerable<Envelope> ClearStash() => _own.ClearStash();

    public void Prepend(IEnumerable<Envelope> envelopes) => _own.Prepend(envelopes);
}
