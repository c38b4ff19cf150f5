using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;

namespace AkkaClip.Actors.Runs;

/// <summary>Keeps the registry's events in the database, and gives them to the next registry.</summary>
/// <remarks>
/// Child of the registry. It tells its parent what is recovered, then answers every event that is recorded. Akka.Persistence
/// stops it when the database refuses; its parent is told, starts another one, and gives it again what was not answered. Events
/// are numbered, so that one that was written although its answer was lost is not written twice.
/// </remarks>
internal sealed class RunJournal : ReceivePersistentActor
{
    private readonly ImmutableArray<RegistryEvent>.Builder _recovered = ImmutableArray.CreateBuilder<RegistryEvent>();
    private long _lastNumber;

    public RunJournal()
    {
        Recover<RegistryEvent>(Remember);
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new Recovered([.. _recovered], _lastNumber)));
        Command<GoOn>(command => _lastNumber = Math.Max(_lastNumber, command.Next - 1));
        Command<Record>(Write);
    }

    public override string PersistenceId => "runs";

    /// <summary>Write this event. Answered by <see cref="Recorded"/>.</summary>
    public sealed record Record(RegistryEvent Event);

    /// <summary>The number of the next event; those before it are recorded, or not wanted.</summary>
    public sealed record GoOn(long Next);

    public sealed record Recorded(RegistryEvent Event);

    /// <param name="Events">All events, in order.</param>
    /// <param name="LastNumber">Of the last one; 0: there is none.</param>
    public sealed record Recovered(ImmutableArray<RegistryEvent> Events, long LastNumber);

    /// <summary>The database refuses; this actor stops.</summary>
    public sealed record Failed(string Reason);

    public static Props Props() => Akka.Actor.Props.Create(() => new RunJournal());

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Context.Parent.Tell(new Failed(cause.Message));

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Context.Parent.Tell(new Failed(reason.Message));

    private void Remember(RegistryEvent happened)
    {
        _recovered.Add(happened);
        _lastNumber = Math.Max(_lastNumber, happened.Number);
    }

    private void Write(Record command)
    {
        if (command.Event.Number <= _lastNumber)
        {
            Context.Parent.Tell(new Recorded(command.Event));
            return;
        }

        if (command.Event.Number > _lastNumber + 1)
            return; // what comes before it was lost on the way, and is given again with it
        _lastNumber = command.Event.Number;
        Persist(command.Event, written => Context.Parent.Tell(new Recorded(written)));
    }
}
