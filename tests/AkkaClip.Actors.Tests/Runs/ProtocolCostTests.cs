using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Tests.Fakes;
using Xunit.Abstractions;

namespace AkkaClip.Actors.Tests.Runs;

/// <summary>What the protocol itself costs: steps of a replica that does next to nothing. Prints; asserts no time.</summary>
public sealed class ProtocolCostTests(ITestOutputHelper output)
{
    private const int NumSteps = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task All_steps_are_done_and_what_one_costs_is_printed(int numTrainers)
    {
        var trial = await Trial.Run(vary: spec => spec with
        {
            LogEverySteps = NumSteps / 4,
            Training = spec.Training with { NumSteps = NumSteps, LearningRate = 0 },
            Trainers = spec.Trainers with { Count = numTrainers, ChecksumEverySteps = 0 },
        });

        var last = trial.Of<RunEvent.Progressed>().Last();
        Assert.Equal(NumSteps, last.Step);
        output.WriteLine($"{numTrainers} trainers: {1e6 * 7 / last.SamplesPerSecond:0.0} microseconds a step, loader and exchange of the fake included");
    }
}
