using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;

namespace AkkaClip.Actors.Runs;

/// <summary>Keeps the registry's events in the database, and gives them to the next registry.</summary>
/// <remarks>
/// Child of the registry. It tells its parent what is recovered, then answers every event that is recorded. Akka.Persistence
/// stops it when the database refuses; its parent starts another one, and gives it again what was not answered. Events
/// are numbered, so that one that was written although its answer was lost is not written twice.
/// </remarks>
internal sealed class RunJournal : ReceivePersistentActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ImmutableArray<RegistryEvent>.Builder _recovered = ImmutableArray.CreateBuilder<RegistryEvent>();
    private long _lastNumber;

    public RunJournal()
    {
        Recover<RegistryEvent>(Remember);
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new Recovered([.. _recovered], _lastNumber)));
        Command<Record>(Write);
    }

    public override string PersistenceId => "runs";

    /// <summary>Write this event. Answered by <see cref="Recorded"/>.</summary>
    public sealed record Record(RegistryEvent Event);

    public sealed record Recorded(RegistryEvent Event);

    /// <param name="Events">All events, in order.</param>
    /// <param name="LastNumber">Of the last one; 0: there is none.</param>
    public sealed record Recovered(ImmutableArray<RegistryEvent> Events, long LastNumber);

    public static Props Props() => Akka.Actor.Props.Create(() => new RunJournal());

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _log.Warning("runs are not recorded for the time being, and training goes on: {0}", cause.Message);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        _log.Warning("the journal of the runs cannot be read for the time being: {0}", reason.Message);

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

        _lastNumber = command.Event.Number;
        Persist(command.Event, written => Context.Parent.Tell(new Recorded(written)));
    }
}
