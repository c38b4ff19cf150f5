using Akka.Event;

namespace Akka.Persistence;

/// <summary>An event of the past.</summary>
public sealed record ReplayedMessage : IJournalResponse, IDeadLetterSuppression
{
    public ReplayedMessage(IPersistentRepresentation persistent)
    {
        Persistent = persistent;
    }

    public IPersistentRepresentation Persistent { get; }
}
