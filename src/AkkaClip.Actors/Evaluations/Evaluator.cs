using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaClip.Actors.Training;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Evaluations;

/// <summary>Runs one evaluation task at a time on a checkpoint, beside the training.</summary>
/// <remarks>
/// Child of a hosted run. It has no state: where a task throws, whoever asked is told before the restart, and decides
/// whether to ask again. Stopping it cancels the task at hand.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "PostStop disposes of it.")]
internal sealed class Evaluator : ReceiveActor
{
    private readonly IRunParts _parts;
    private readonly CancellationTokenSource _stopped = new();

    public Evaluator(IRunParts parts)
    {
        _parts = parts;
        Receive<Evaluate>(Begin);
        Receive<TaskDone>(done => done.Client.Tell(done.Answer));
        Receive<TaskFailed>(failed => throw failed.Cause);
    }

    /// <summary>Evaluate the checkpoint behind <paramref name="Step"/> steps. Answered by <see cref="EvaluationDone"/> or <see cref="EvaluationFailed"/>.</summary>
    public sealed record Evaluate(RunId Run, long Step, string Folder, EvaluationTaskSpec Task) : IWireMessage;

    public sealed record EvaluationDone(RunId Run, long Step, string Task, ImmutableSortedDictionary<string, double> Results) : IWireMessage;

    public sealed record EvaluationFailed(RunId Run, long Step, string Task, string Reason) : IWireMessage;

    private sealed record TaskDone(IActorRef Client, EvaluationDone Answer);

    private sealed record TaskFailed(IActorRef Client, Evaluate Command, Exception Cause);

    public static Props Props(IRunParts parts) => Akka.Actor.Props.Create(() => new Evaluator(parts));

    protected override void PreRestart(Exception reason, object message)
    {
        if (message is TaskFailed { Command: var command } failed)
            failed.Client.Tell(new EvaluationFailed(command.Run, command.Step, command.Task.Name, $"{reason.GetType().Name}: {reason.Message}"));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Begin(Evaluate command)
    {
        var cancellation = _stopped.Token;
        var client = Sender;
        Task.Factory
            .StartNew(
                () => _parts.Evaluate(command.Task, _parts.ReadState(command.Folder), cancellation),
                cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .PipeTo(
                Self,
                success: results => new TaskDone(client, new EvaluationDone(command.Run, command.Step, command.Task.Name, results)),
                failure: cause => new TaskFailed(client, command, cause));
    }
}
