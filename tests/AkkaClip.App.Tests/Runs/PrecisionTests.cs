using AkkaClip.Actors.Progress;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Runs;

/// <summary>A run in bf16 learns what the run in fp32 does.</summary>
public sealed class PrecisionTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>
{
    [Fact]
    public async Task The_loss_curve_of_bf16_is_that_of_fp32_within_two_thousandths_of_its_start()
    {
        var exact = await LossesAsync("float32");
        var rounded = await LossesAsync("bfloat16");

        var difference = exact.Zip(rounded, (a, b) => Math.Abs(a - b)).Average();
        var fall = exact[0] - exact[^5..].Average();
        Assert.True(fall > 0.3, $"fp32 learns nothing in {exact.Length} steps: {exact[0]} to {exact[^1]}");
        Assert.True(difference > 1e-6, "the bf16 run computes in fp32");
        Assert.True(difference < 0.002 * exact[0], $"the curves are {difference:F4} apart on average");
        Assert.Equal(exact[^5..].Average(), rounded[^5..].Average(), 0.1 * fall);
    }

    private async Task<double[]> LossesAsync(string precision)
    {
        var run = await CommandLineProcess.RunAsync(shapes.Root, ShapesFolder.Training(precision, "-D", $"model.precision={precision}"));
        Assert.True(run.ExitCode == 0, run.Errors + run.Output);
        return [.. MetricsFiles.Read(Path.Combine(shapes.Root, precision)).OfType<RunEvent.Progressed>().OrderBy(record => record.Step).Select(record => record.Loss)];
    }
}
