using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>A run with faults ends with the bits of a run without.</summary>
public sealed class FaultTests
{
    private const long Step = 5;

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 7)]
    [InlineData(3, 7)]
    [InlineData(5, 7)]
    [InlineData(4, 3)]
    public async Task Losses_and_parameters_do_not_depend_on_the_number_of_trainers(int numTrainers, int globalBatch)
    {
        RunSpec Vary(RunSpec spec, int trainers) => spec with
        {
            Trainers = spec.Trainers with { Count = trainers },
            Training = spec.Training with { GlobalBatch = globalBatch },
        };
        var alone = await Trial.Run(vary: spec => Vary(spec, 1));
        var together = await Trial.Run(vary: spec => Vary(spec, numTrainers));

        Assert.Equal(RunState.Completed, together.Ended.State);
        Assert.Equal(12, together.Losses.Count);
        Assert.Equal(alone.Losses, together.Losses);
        Assert.Equal(alone.FinalState, together.FinalState);
        Assert.NotEmpty(together.FinalState);
    }

    [Theory]
    [CombinatorialFaults]
    public async Task A_trainer_that_throws_is_healed_and_the_step_is_done_again(FaultPoint point, int trainer, int numTrainers)
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(point, Step, FaultPlan.Trainer(trainer));

        var disturbed = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Count = numTrainers } });

        Assert.Equal(0, faults.NumLeft);
        Assert.True(disturbed.Ended.State == RunState.Completed, disturbed.Ended.Reason);
        Assert.Contains("planned fault", Assert.Single(disturbed.Of<RunEvent.TrainerLost>()).Reason, StringComparison.Ordinal);
        Assert.Equal(FaultPlan.Trainer(trainer), Assert.Single(disturbed.Of<RunEvent.TrainerHealed>()).Trainer);
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task Faults_at_every_step_and_of_every_trainer_change_nothing()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan();
        FaultPoint[] points = [FaultPoint.BeforeCompute, FaultPoint.WhileComputing, FaultPoint.BeforeApply, FaultPoint.AfterApply];
        for (var step = 0; step < 12; step++)
            faults.Throw(points[step % points.Length], step, FaultPlan.Trainer(step % 3));

        var disturbed = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Count = 3 } });

        Assert.True(disturbed.Ended.State == RunState.Completed, disturbed.Ended.Reason);
        Assert.Equal(0, faults.NumLeft);
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_run_that_loses_all_its_trainers_goes_on_from_its_last_checkpoint()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.WhileComputing, 8);

        var disturbed = await Trial.Run(faults, spec => spec with
        {
            Trainers = spec.Trainers with { Count = 1 },
            Checkpoint = spec.Checkpoint with { EverySteps = 3 },
        });

        Assert.Equal(6, disturbed.Of<RunEvent.GenerationStarted>().Last().FirstStep);
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_run_that_loses_all_its_trainers_before_a_checkpoint_begins_again()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.AfterApply, 2);

        var disturbed = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Count = 1 } });

        Assert.Equal(0, disturbed.Of<RunEvent.GenerationStarted>().Last().FirstStep);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_trainer_that_keeps_failing_is_given_up_and_the_others_go_on()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.BeforeCompute, Step, FaultPlan.Trainer(1), times: 1000);

        var disturbed = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Count = 3 } });

        Assert.True(disturbed.Ended.State == RunState.Completed, disturbed.Ended.Reason);
        Assert.Equal(["trainer-0000", "trainer-0002"], disturbed.Of<RunEvent.GenerationStarted>().Last().Trainers.AsEnumerable());
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_run_with_too_few_trainers_left_fails_with_the_reason()
    {
        var faults = new FaultPlan().Throw(FaultPoint.BeforeCompute, Step, FaultPlan.Trainer(1), times: 1000);

        var trial = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Minimum = 2 } });

        Assert.Equal(RunState.Failed, trial.Ended.State);
        Assert.Contains("1 trainers are left, 2 are needed", trial.Ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_diverges_is_reported_and_healed()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Bend(Step, FaultPlan.Trainer(1));

        var disturbed = await Trial.Run(faults, spec => spec with
        {
            Trainers = spec.Trainers with { Count = 3, ChecksumEverySteps = 1 },
        });

        Assert.Equal(0, faults.NumLeft);
        var diverged = Assert.Single(disturbed.Of<RunEvent.ReplicaDiverged>());
        Assert.Equal((FaultPlan.Trainer(1), Step + 1), (diverged.Trainer, diverged.Step));
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Theory]
    [InlineData(FaultPoint.WhileCapturing, 0)] // it was to give its state to the third
    [InlineData(FaultPoint.WhileRestoring, 2)]
    public async Task A_trainer_that_is_lost_while_another_or_it_is_healed_is_healed_with_it(FaultPoint point, int trainer)
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.WhileComputing, Step, FaultPlan.Trainer(2)).Throw(point, Step, FaultPlan.Trainer(trainer));

        var disturbed = await Trial.Run(faults, spec => spec with { Trainers = spec.Trainers with { Count = 3 } });

        Assert.Equal(0, faults.NumLeft);
        Assert.Equal(
            new[] { trainer, 2 }.Distinct().Select(FaultPlan.Trainer),
            disturbed.Of<RunEvent.TrainerHealed>().Select(healed => healed.Trainer).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_loader_that_throws_is_restarted_and_asked_again()
    {
        var undisturbed = await Trial.Run();
        var faults = new FaultPlan().Throw(FaultPoint.Loading, 5 * 7).Throw(FaultPoint.Loading, (6 * 7) + 4);

        var disturbed = await Trial.Run(faults);

        Assert.Equal(0, faults.NumLeft);
        Assert.Equal(2, disturbed.Of<RunEvent.LoaderFailed>().Count());
        Assert.Empty(disturbed.Of<RunEvent.TrainerLost>());
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }
}
