using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>A stash: first in, first out, limited or not.</summary>
internal sealed class StashOfEnvelopes : IStash
{
    private readonly ActorCell _cell;
    private readonly IDequeBasedMessageQueueSemantics _mailbox;
    private LinkedList<Envelope> _stash = [];
    private int _lastStashedId = -1;

    /// <exception cref="ActorInitializationException">The mailbox takes no messages back.</exception>
    public StashOfEnvelopes(ActorCell cell, int capacity)
    {
        _cell = cell;
        Capacity = capacity;
        _mailbox = cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics ?? throw new ActorInitializationException(
            cell.Self,
            $"DequeBasedMailbox required, got: {cell.Mailbox.MessageQueue.GetType()}. An (unbounded) deque-based mailbox can be configured as follows: my-custom-mailbox {{ mailbox-type = \"Akka.Dispatch.UnboundedDequeBasedMailbox\" }}");
    }

    public int Capacity { get; }

    public int Count => _stash.Count;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => !IsEmpty;

    public bool IsFull => Capacity > 0 && Count >= Capacity;

    /// <exception cref="IllegalActorStateException">The current message is in the stash already.</exception>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    public void Stash()
    {
        var message = _cell.CurrentMessage;
        if (_cell.CurrentEnvelopeId == _lastStashedId)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        _lastStashedId = _cell.CurrentEnvelopeId;
        if (IsFull)
            throw new StashOverflowException($"Couldn't enqueue message {message} to stash of {_cell.Self}");
        _stash.AddLast(new Envelope(message, _cell.Sender));
    }

    public void Unstash()
    {
        if (_stash.First is not { } first)
            return;
        _stash.RemoveFirst();
        PutBack(first.Value);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        foreach (var envelope in ClearStash().Where(predicate).Reverse())
            PutBack(envelope);
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var stashed = _stash;
        _stash = [];
        return stashed;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse())
        {
            if (!_stash.Any(e => Equals(e.Message, envelope.Message) && Equals(e.Sender, envelope.Sender)))
                _stash.AddFirst(envelope);
        }
    }

    private void PutBack(Envelope envelope)
    {
        _mailbox.EnqueueFirst(envelope);
        // It counted as received when it was stashed; it will be received again.
        if (envelope.Message is Terminated terminated)
            _cell.ExpectTerminatedOf(terminated.ActorRef);
    }
}
