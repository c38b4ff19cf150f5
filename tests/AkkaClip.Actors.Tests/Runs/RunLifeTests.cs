using Akka.Actor;
using AkkaClip.Actors.Checkpoints;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>Runs from their submission to their end.</summary>
public sealed class RunLifeTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunSpec Spec => Specs.Run(_folder.Path);

    [Fact]
    public async Task A_run_that_is_stopped_writes_a_checkpoint_and_goes_on_from_it_with_the_same_bits()
    {
        var undisturbed = await Trial.Run();

        var first = await Trial.Run(Spec, new FakeParts(StopAt(step: 4)));
        var second = await Trial.Run(Spec, new FakeParts(new FaultPlan()));

        Assert.Equal(RunState.Stopped, first.Ended.State);
        Assert.Equal(5, first.Ended.NumSteps);
        Assert.Equal(5, second.Of<RunEvent.GenerationStarted>().First().FirstStep);
        Assert.Equal(undisturbed.Losses, second.Losses.AddRange(first.Losses));
        Assert.Equal(undisturbed.FinalState, second.FinalState);
    }

    [Fact]
    public async Task A_run_may_be_resumed_with_another_number_of_trainers()
    {
        var undisturbed = await Trial.Run();

        await Trial.Run(Spec, new FakeParts(StopAt(step: 4)));
        var second = await Trial.Run(Spec with { Trainers = Spec.Trainers with { Count = 3 } }, new FakeParts(new FaultPlan()));

        Assert.Equal(undisturbed.FinalState, second.FinalState);
        Assert.Empty(second.Of<RunEvent.ConfigurationChanged>());
    }

    [Fact]
    public async Task A_run_under_another_configuration_says_so()
    {
        await Trial.Run(Spec, new FakeParts(StopAt(step: 4)));

        var second = await Trial.Run(Spec with { Seed = 2 }, new FakeParts(new FaultPlan(), seed: 2));

        Assert.Single(second.Of<RunEvent.ConfigurationChanged>());
    }

    [Fact]
    public async Task A_broken_checkpoint_is_reported_and_the_one_before_it_is_used()
    {
        var spec = Spec with { Checkpoint = Spec.Checkpoint with { EverySteps = 3 }, Training = Spec.Training with { NumSteps = 6 } };
        var first = await Trial.Run(spec, new FakeParts(new FaultPlan()));
        await File.AppendAllTextAsync(Path.Combine(first.Ended.CheckpointFolder!, "state.txt"), "!");

        var second = await Trial.Run(spec with { Training = Spec.Training }, new FakeParts(new FaultPlan()));

        var undisturbed = await Trial.Run();
        Assert.Equal(first.Ended.CheckpointFolder, Assert.Single(second.Of<RunEvent.CheckpointRejected>()).Folder);
        Assert.Equal(3, second.Of<RunEvent.GenerationStarted>().First().FirstStep);
        Assert.Equal(undisturbed.FinalState, second.FinalState);
    }

    [Fact]
    public async Task A_completed_run_that_is_submitted_again_ends_at_once()
    {
        var first = await Trial.Run(Spec, new FakeParts(new FaultPlan()));
        var parts = new FakeParts(new FaultPlan());
        var second = await Trial.Run(Spec, parts);

        Assert.Equal(RunState.Completed, second.Ended.State);
        Assert.True(parts.IsDisposed);
        Assert.Empty(second.Of<RunEvent.Progressed>());
        Assert.Equal(first.FinalState, second.FinalState);
    }

    [Fact]
    public async Task A_full_disk_costs_a_checkpoint_and_nothing_else()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Do(FaultPoint.Writing, 6, () => throw new IOException("No space left on device"));

        var trial = await Trial.Run(Spec with { Checkpoint = Spec.Checkpoint with { EverySteps = 3 } }, new FakeParts(faults));

        var failed = Assert.Single(trial.Of<RunEvent.CheckpointFailed>(), failed => failed.Reason.Contains("No space", StringComparison.Ordinal));
        Assert.Equal(6, failed.Step);
        Assert.Contains(trial.Of<RunEvent.CheckpointSaved>(), saved => saved.Step == 3);
        Assert.Equal(RunState.Completed, trial.Ended.State);
        Assert.Equal(undisturbed.FinalState, trial.FinalState);
    }

    [Fact]
    public async Task A_run_whose_last_checkpoint_cannot_be_written_has_failed_and_keeps_the_one_before()
    {
        var faults = new FaultPlan().Do(FaultPoint.Writing, 12, () => throw new IOException("No space left on device"), times: 100);

        var trial = await Trial.Run(Spec with { Checkpoint = Spec.Checkpoint with { EverySteps = 11 } }, new FakeParts(faults));

        Assert.Equal(RunState.Failed, trial.Ended.State);
        Assert.Contains("No space left", trial.Ended.Reason, StringComparison.Ordinal);
        Assert.Equal(11, CheckpointStore.Verify(trial.Ended.CheckpointFolder!).Step);
    }

    [Fact]
    public async Task Steps_that_are_not_finite_are_skipped_counted_and_reported()
    {
        var trial = await Trial.Run(Spec, new FakeParts(new FaultPlan()) { NonFiniteSteps = new HashSet<long> { 3, 4, 8 } });

        Assert.Equal([3L, 4L, 8L], trial.Of<RunEvent.StepSkipped>().Select(skipped => skipped.Step));
        Assert.Equal(3, trial.Of<RunEvent.Progressed>().Last().NumSkippedSteps);
        Assert.Equal(3, CheckpointStore.Verify(trial.Ended.CheckpointFolder!).NumSkippedSteps);
        Assert.EndsWith(" 9", trial.FinalState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_steps_in_a_row_that_are_not_finite_end_the_run()
    {
        var trial = await Trial.Run(Spec, new FakeParts(new FaultPlan()) { NonFiniteSteps = new HashSet<long> { 3, 4, 5 } });

        Assert.Equal(RunState.Failed, trial.Ended.State);
        Assert.Contains("3 steps in a row", trial.Ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_paused_waits_and_goes_on_with_the_same_bits()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Command(3, new RunRegistry.PauseRun("a run"));
        var trial = await Trial.Run(Spec, new FakeParts(faults), (_, run, happened) =>
        {
            if (happened is RunEvent.StateChanged { State: RunState.Paused })
                run.Resume();
        });

        Assert.Equal(
            [RunState.Training, RunState.Paused, RunState.Training, RunState.Finishing, RunState.Completed],
            trial.Of<RunEvent.StateChanged>().Select(changed => changed.State));
        Assert.Equal(undisturbed.FinalState, trial.FinalState);
    }

    [Fact]
    public async Task A_paused_run_can_be_stopped()
    {
        var faults = new FaultPlan().Command(3, new RunRegistry.PauseRun("a run"));
        var trial = await Trial.Run(Spec, new FakeParts(faults), (_, run, happened) =>
        {
            if (happened is RunEvent.StateChanged { State: RunState.Paused })
                run.StopAsync("enough");
        });

        Assert.Equal((RunState.Stopped, "enough"), (trial.Ended.State, trial.Ended.Reason));
        Assert.Equal(trial.Ended.NumSteps, CheckpointStore.Verify(trial.Ended.CheckpointFolder!).Step);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_coordinator_that_is_killed_asks_its_trainers_and_goes_on_without_losing_a_step(int numTrainers)
    {
        var undisturbed = await Trial.Run();
        var spec = Spec with { Trainers = Spec.Trainers with { Count = numTrainers } };
        var faults = new FaultPlan();
        faults.Do(FaultPoint.BeforeCompute, 5, () => Coordinator(faults.Host!).Tell(Kill.Instance), FaultPlan.Trainer(0));
        var trial = await Trial.Run(spec, new FakeParts(faults));

        // The new one asks in the middle of step 5: where all hold its sum by then, they apply it first.
        var starts = trial.Of<RunEvent.GenerationStarted>().Select(started => started.FirstStep).ToList();
        Assert.InRange(starts.Count, 1, 2); // what its reporter had not recorded yet is lost with the killed one
        Assert.InRange(starts[^1], 5, 6);
        Assert.Empty(trial.Of<RunEvent.TrainerHealed>());
        Assert.Equal(RunState.Completed, trial.Ended.State);
        Assert.Equal(undisturbed.FinalState, trial.FinalState);
    }

    [Fact]
    public async Task Evaluations_use_the_state_of_their_step_and_one_that_throws_is_tried_again_once()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.Evaluating, 6).Throw(FaultPoint.Evaluating, 12, times: 2);
        var spec = Spec with { Evaluation = new EvaluationSpec { EverySteps = 6, Tasks = [Specs.Task, Specs.Task with { Name = "shapes" }] } };

        var trial = await Trial.Run(spec, new FakeParts(faults));

        Assert.Equal([(6, true), (12, true), (12, false)], trial.Of<RunEvent.EvaluationFailed>().Select(failed => ((int)failed.Step, failed.Retried)));
        Assert.Equal(["6 colours", "6 shapes", "12 shapes"], trial.Of<RunEvent.Evaluated>().Select(evaluated => $"{evaluated.Step} {evaluated.Task}"));
        Assert.Equal(undisturbed.Losses, trial.Losses);
        Assert.Equal(RunState.Completed, trial.Ended.State);
    }

    [Fact]
    public async Task A_mistake_of_the_user_is_refused_with_its_message()
    {
        await using var host = new RunHost(_ => throw new UserErrorException("there is no data at /nowhere"), config: "akka.loglevel = OFF");

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => host.SubmitAsync(Spec));

        Assert.Equal("there is no data at /nowhere", refused.Message);
    }

    [Fact]
    public async Task Two_runs_go_on_beside_each_other_and_a_name_is_given_once()
    {
        using var other = new RunFolder();
        await using var host = new RunHost(_ => new FakeParts(new FaultPlan()), config: "akka.loglevel = OFF");
        using var one = await host.SubmitAsync(Spec with { Training = Spec.Training with { NumSteps = 100_000 } });
        using var two = await host.SubmitAsync(Specs.Run(other.Path) with { Name = "another" });

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => host.SubmitAsync(Spec));
        var ended = await two.Completion;
        var list = await host.Registry.Ask<RunRegistry.RunList>(new RunRegistry.GetRuns());
        var stopped = await one.StopAsync("the test is over");

        Assert.Contains("under way already", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Completed, ended.State);
        Assert.Equal([("a run", RunState.Training), ("another", RunState.Completed)], list.Runs.Select(run => (run.Name, run.State)));
        Assert.Equal(RunState.Stopped, stopped.State);
        Assert.Equal(RunState.Stopped, RunRecord.Load(_folder.Path)!.State);
    }

    private static IActorRef Coordinator(RunHost host) =>
        host.System.ActorSelection("/user/runs/a%20run-coordinator").ResolveOne(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();

    private static FaultPlan StopAt(long step) => new FaultPlan().Command(step, new RunRegistry.StopRun("a run", "the test wants it"));
}
