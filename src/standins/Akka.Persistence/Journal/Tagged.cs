using System.Collections.Immutable;

namespace Akka.Persistence.Journal;

/// <summary>An event with labels by which it can be found; the journal stores the event and, beside it, the labels.</summary>
public struct Tagged
{
    public Tagged(object payload, IEnumerable<string> tags)
        : this(payload, (IImmutableSet<string>)tags.ToImmutableHashSet())
    {
    }

    public Tagged(object payload, IImmutableSet<string> tags)
    {
        Payload = payload;
        Tags = tags;
    }

    public object Payload { get; }

    public IImmutableSet<string> Tags { get; }
}
