using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Tests.Fakes;
using AkkaClip.Core.Ledger;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>What runs record of their samples; that every run of these tests has a clean ledger, its <see cref="Trial"/> asserts.</summary>
public sealed class SampleLedgerRunTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunSpec Spec => Specs.Run(_folder.Path);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(9, 0)]
    [InlineData(3, 5)]
    public async Task Every_step_is_recorded_once_whatever_the_number_of_trainers(int numTrainers, int logicalShards)
    {
        var trial = await Trial.Run(Spec with
        {
            Trainers = Spec.Trainers with { Count = numTrainers },
            Training = Spec.Training with { LogicalShards = logicalShards },
        }, new FakeParts(new FaultPlan()));

        Assert.Equal((12, 0), (trial.Audit.NumSteps, trial.Audit.NumRedone));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(step => new LedgerEntry(step, 1, FakeParts.Samples.Expected(step))),
            LedgerFile.Read(_folder.Path).OfType<LedgerLine.Committed>().Select(line => line.Entry));
    }

    [Fact]
    public async Task A_run_that_goes_back_to_a_checkpoint_records_the_steps_that_it_does_again()
    {
        var trial = await Trial.Run(Spec with
        {
            Trainers = Spec.Trainers with { Count = 1 },
            Checkpoint = Spec.Checkpoint with { EverySteps = 3 },
        }, new FakeParts(new FaultPlan().Throw(FaultPoint.WhileComputing, 8)));

        Assert.Equal((12, 2), (trial.Audit.NumSteps, trial.Audit.NumRedone));
    }

    [Fact]
    public async Task A_run_that_is_resumed_goes_on_with_its_ledger()
    {
        await Trial.Run(Spec, new FakeParts(new FaultPlan().Command(4, new Actors.Runs.RunRegistry.StopRun("a run", "enough"))));
        var trial = await Trial.Run(Spec, new FakeParts(new FaultPlan()));

        Assert.Equal((12, 0), (trial.Audit.NumSteps, trial.Audit.NumRedone));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_step_with_a_sample_that_does_not_belong_to_it_is_not_committed_and_the_run_fails_with_the_reason(int numTrainers)
    {
        var faults = new FaultPlan().Exchange((5 * 7) + 3);
        var trial = await Trial.Run(Spec with { Trainers = Spec.Trainers with { Count = numTrainers } }, new FakeParts(faults));

        Assert.Equal(0, faults.NumLeft);
        Assert.Equal(RunState.Failed, trial.Ended.State);
        Assert.Contains("step 5 of generation 1 has 7 samples, but not those that belong to it", trial.Ended.Reason, StringComparison.Ordinal);
        Assert.Equal((5, 5), (trial.Ended.NumSteps, trial.Audit.NumSteps));
    }

    [Fact]
    public async Task A_disk_that_takes_no_records_stops_no_training_and_gets_them_later()
    {
        var path = Directory.CreateDirectory(LedgerFile.PathOf(_folder.Path)).FullName; // a folder in the file's place
        var faults = new FaultPlan().Do(FaultPoint.BeforeCompute, 6, () => Directory.Delete(path), FaultPlan.Trainer(0));

        var trial = await Trial.Run(Spec, new FakeParts(faults));

        Assert.Single(trial.Of<RunEvent.RecordingFailed>());
        Assert.Equal(12, trial.Audit.NumSteps);
    }
}
