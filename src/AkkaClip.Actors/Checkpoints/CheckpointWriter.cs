using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Checkpoints;

/// <summary>Writes one trainer's stripe of each checkpoint from a host copy of the state, while training goes on.</summary>
/// <remarks>
/// Child of a hosted run beside the trainer, so that a copy that was taken is written even if the trainer fails; on a
/// thread of its own because it waits for the disk. A refusal of the disk is an answer, not a crash. Where it does crash,
/// the request at hand is answered by a failure before the restart.
/// </remarks>
internal sealed class CheckpointWriter : ReceiveActor
{
    private readonly IRunParts _parts;
    private readonly SnapshotShelf _shelf;
    private readonly RunId _run;
    private readonly TrainerId _trainer;

    public CheckpointWriter(RunId run, TrainerId trainer, IRunParts parts, SnapshotShelf shelf)
    {
        (_run, _trainer) = (run, trainer);
        _parts = parts;
        _shelf = shelf;
        Receive<WriteStripe>(Write);
    }

    /// <summary>Write a part of the copy of the state behind <paramref name="Step"/> steps that lies on the shelf.</summary>
    /// <param name="Coordinator">Who is answered, by <see cref="RunCoordinator.StripeWritten"/> or <see cref="RunCoordinator.StripeNotWritten"/>.</param>
    public sealed record WriteStripe(long Step, StripeOrder Order, IActorRef Coordinator);

    public static Props Props(RunId run, TrainerId trainer, IRunParts parts, SnapshotShelf shelf) =>
        Akka.Actor.Props.Create(() => new CheckpointWriter(run, trainer, parts, shelf)).WithDispatcher(RunDispatchers.Files);

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is WriteStripe write)
            Refuse(write, $"{reason.GetType().Name}: {reason.Message}");
        base.PreRestart(reason, message);
    }

    private void Write(WriteStripe command)
    {
        var state = _shelf.Take(command.Step);
        try
        {
            var files = CheckpointStore.WriteStripe(command.Order, folder => _parts.WriteState(state, folder, command.Order.Stripe, command.Order.NumStripes));
            command.Coordinator.Tell(new RunCoordinator.StripeWritten(_run, _trainer, command.Step, command.Order, files));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(command, e.Message);
        }
    }

    private void Refuse(WriteStripe command, string reason) =>
        command.Coordinator.Tell(new RunCoordinator.StripeNotWritten(_run, _trainer, command.Step, command.Order, reason));
}
