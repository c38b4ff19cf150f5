using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>A small but real CLIP, trained through actors.</summary>
public sealed class SmallClipTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_and_several_trainers_have_the_same_losses(int numTrainers)
    {
        var alone = await Train(1, new FaultPlan());
        var together = await Train(numTrainers, new FaultPlan());

        Assert.Equal(12, alone.Losses.Count);
        foreach (var (step, loss) in alone.Losses)
            Assert.InRange(together.Losses[step], loss * (1 - Tolerance), loss * (1 + Tolerance));
        Assert.True(alone.Losses[12] < alone.Losses[1], "it learns nothing");
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCompute)]
    [InlineData(FaultPoint.WhileComputing)]
    [InlineData(FaultPoint.BeforeApply)]
    [InlineData(FaultPoint.AfterApply)]
    public async Task A_trainer_that_throws_is_healed_to_the_bit(FaultPoint point)
    {
        var undisturbed = await Train(2, new FaultPlan());
        var faults = new FaultPlan().Throw(point, 5, FaultPlan.Trainer(1));

        var disturbed = await Train(2, faults);

        Assert.Equal(0, faults.NumLeft);
        Assert.Single(disturbed.Of<RunEvent.TrainerHealed>());
        Assert.Equal(undisturbed.Losses, disturbed.Losses);
        Assert.Equal(undisturbed.FinalState, disturbed.FinalState);
    }

    [Theory]
    [InlineData(FaultPoint.WhileComputing)]
    [InlineData(FaultPoint.AfterApply)]
    public async Task With_logical_shards_a_run_of_three_of_whom_one_throws_has_the_bits_of_a_run_of_one(FaultPoint point)
    {
        var alone = await Train(1, new FaultPlan(), logicalShards: 4);
        var faults = new FaultPlan().Throw(point, 5, FaultPlan.Trainer(1));

        var disturbed = await Train(3, faults, logicalShards: 4);

        Assert.Equal(0, faults.NumLeft);
        Assert.Single(disturbed.Of<RunEvent.TrainerHealed>());
        Assert.Equal(alone.Losses, disturbed.Losses);
        Assert.Equal(alone.FinalState, disturbed.FinalState);
    }

    [Fact]
    public async Task A_run_of_one_trainer_that_is_stopped_goes_on_to_the_bit()
    {
        var undisturbed = await Train(1, new FaultPlan());
        using var folder = new RunFolder();
        var spec = Spec(folder.Path, 1);
        var stop = new FaultPlan().Command(6, new RunRegistry.StopRun(spec.Name, "the test wants it"));

        var first = await Trial.Run(spec, new SmallClip(spec, stop));
        var second = await Trial.Run(spec, new SmallClip(spec, new FaultPlan()));

        Assert.Equal(RunState.Stopped, first.Ended.State);
        Assert.Equal(undisturbed.Losses, first.Losses.AddRange(second.Losses));
        Assert.Equal(undisturbed.FinalState, second.FinalState);
    }

    private static async Task<Trial> Train(int numTrainers, FaultPlan faults, int logicalShards = 0)
    {
        using var folder = new RunFolder();
        var spec = Spec(folder.Path, numTrainers);
        spec = spec with { Training = spec.Training with { LogicalShards = logicalShards }, Trainers = spec.Trainers with { Threads = 1 } };
        return await Trial.Run(spec, new SmallClip(spec, faults));
    }

    private static RunSpec Spec(string folder, int numTrainers)
    {
        var spec = Specs.Run(folder);
        return spec with
        {
            Trainers = spec.Trainers with { Count = numTrainers },
            Training = spec.Training with { LearningRate = 1e-3 },
        };
    }
}
