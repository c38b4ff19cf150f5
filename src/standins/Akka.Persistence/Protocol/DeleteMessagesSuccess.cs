namespace Akka.Persistence;

/// <summary>The events up to that sequence number are deleted.</summary>
public sealed record DeleteMessagesSuccess
{
    public DeleteMessagesSuccess(long toSequenceNr)
    {
        ToSequenceNr = toSequenceNr;
    }

    public long ToSequenceNr { get; }
}
