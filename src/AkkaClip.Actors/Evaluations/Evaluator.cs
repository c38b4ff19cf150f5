using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Evaluations;

/// <summary>Runs one evaluation task at a time on a host copy of the state, beside the training.</summary>
/// <remarks>
/// Child of the run's coordinator, which gives it one task after the other. It has no state: where a task throws, the
/// coordinator is told before the restart, and decides whether to ask again. Stopping it cancels the task at hand.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "PostStop disposes of it.")]
internal sealed class Evaluator : ReceiveActor
{
    private readonly TrainerResources _resources;
    private readonly RunId _run;
    private readonly CancellationTokenSource _stopped = new();

    public Evaluator(RunId run, TrainerResources resources)
    {
        _run = run;
        _resources = resources;
        Receive<Evaluate>(Begin);
        Receive<EvaluationDone>(done => Context.Parent.Tell(done));
        Receive<TaskFailed>(failed => throw failed.Cause);
    }

    /// <summary>Evaluate the copy of the state behind <paramref name="Step"/> steps that lies on the shelf.</summary>
    public sealed record Evaluate(long Step, EvaluationTaskSpec Task);

    public sealed record EvaluationDone(long Step, string Task, ImmutableSortedDictionary<string, double> Results);

    public sealed record EvaluationFailed(long Step, string Task, string Reason);

    private sealed record TaskFailed(Evaluate Command, Exception Cause);

    public static Props Props(RunId run, TrainerResources resources) =>
        Akka.Actor.Props.Create(() => new Evaluator(run, resources));

    protected override void PreRestart(Exception reason, object message)
    {
        if (((message as TaskFailed)?.Command ?? message as Evaluate) is { } command)
            Context.Parent.Tell(new EvaluationFailed(command.Step, command.Task.Name, $"{reason.GetType().Name}: {reason.Message}"));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Begin(Evaluate command)
    {
        var state = _resources.Snapshots.Get(_run, command.Step);
        var cancellation = _stopped.Token;
        Task.Factory
            .StartNew(
                () => _resources.Parts.Evaluate(command.Task, state, cancellation),
                cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .PipeTo(
                Self,
                success: results => new EvaluationDone(command.Step, command.Task.Name, results),
                failure: cause => new TaskFailed(command, cause));
    }
}
