using Akka.Actor;

namespace Akka.Persistence.Tests.Kit;

/// <summary>How a <see cref="Scribe"/> differs from the plain one.</summary>
public sealed record ScribeOptions(string PersistenceId, IActorRef Log)
{
    public string? Journal { get; init; }

    public string? SnapshotStore { get; init; }

    public Recovery? Recovery { get; init; }

    public Action<Scribe>? OnRecovered { get; init; }

    /// <summary>Runs before an event is logged; true: it is not.</summary>
    public Func<Scribe, string, bool?>? OnReplayed { get; init; }
}
