using AkkaClip.Core.Scaling;

namespace AkkaClip.Core.Tests.Scaling;

public class PowerLawTests
{
    [Theory]
    [InlineData(5.9, -0.11)]
    [InlineData(200, -0.25)]
    public void A_law_without_noise_is_found_again(double beta, double alpha)
    {
        var points = Studies.Along(beta, alpha, 1, 1, 1, 1, 1, 1);
        foreach (var method in new[] { FitMethod.AllRows, FitMethod.Frontier })
        {
            var law = PowerLaw.TryFit(points, method)!;
            Assert.Equal(alpha, law.Alpha, 1e-12);
            Assert.Equal(beta, law.Beta, beta * 1e-10);
            Assert.Equal(1, law.RSquared, 1e-12);
        }
    }

    [Fact]
    public void Errors_that_rise_have_a_law_but_no_frontier()
    {
        var points = Studies.Along(0.3, 0.02, 1, 1, 1, 1);

        Assert.Equal(0.02, PowerLaw.TryFit(points, FitMethod.AllRows)!.Alpha, 1e-12);
        Assert.Null(PowerLaw.TryFit(points, FitMethod.Frontier));
    }

    [Fact]
    public void Slope_error_and_intervals_are_those_of_the_textbook()
    {
        // log10 C = 9, 9.5, 10, 10.5; log10 E = -0.1, -0.2, -0.2, -0.4. By hand: mean x 9.75, Sxx 1.25, mean y -0.225.
        var points = new[] { -0.1, -0.2, -0.2, -0.4 }.Select((y, i) => new ScalingPoint($"{i}", Math.Pow(10, 9 + (0.5 * i)), Math.Pow(10, y))).ToList();

        var law = PowerLaw.TryFit(points, FitMethod.AllRows)!;

        const double Sxy = (-0.75 * 0.125) + (-0.25 * 0.025) + (0.25 * 0.025) + (0.75 * -0.175), Slope = Sxy / 1.25;
        Assert.Equal(Slope, law.Alpha, 1e-12);
        Assert.Equal(-0.225 - (Slope * 9.75), law.LogBeta, 1e-11);
        const double Tss = (0.125 * 0.125) + (2 * 0.025 * 0.025) + (0.175 * 0.175), Rss = Tss - (Slope * Sxy), Variance = Rss / 2;
        Assert.Equal(1 - (Rss / Tss), law.RSquared, 1e-10);
        Assert.Equal(Math.Sqrt(Variance / 1.25), law.AlphaStandardError, 1e-12);
        const double T = 4.302652729696; // Student's t, 2 degrees of freedom, 97.5%
        Assert.Equal(T * Math.Sqrt(Variance / 1.25), law.AlphaInterval(0.95).HalfWidth, 1e-9);

        var found = law.Predict(1e12, 0.95);
        var half = T * Math.Sqrt(Variance * (1 + 0.25 + ((12 - 9.75) * (12 - 9.75) / 1.25)));
        Assert.Equal(-0.225 + (Slope * (12 - 9.75)), Math.Log10(found.Error), 1e-10);
        Assert.Equal(2 * half, Math.Log10(found.Interval.High / found.Interval.Low), 1e-8);
        Assert.Equal(Math.Pow(10, 1.5), found.Reach, 1e-6);
        Assert.True(found.IsExtrapolated);
        Assert.False(law.Predict(2e9, 0.95).IsExtrapolated);
        Assert.Equal(10, law.Predict(1e8, 0.95).Reach, 1e-6);
    }

    [Fact]
    public void The_frontier_leaves_out_what_a_cheaper_model_beats_and_what_equals_it()
    {
        ScalingPoint[] points = [new("a", 1e9, 0.5), new("b", 1e9, 0.4), new("c", 2e9, 0.4), new("d", 3e9, 0.45), new("e", 4e9, 0.3), new("f", 5e9, 0.2)];

        Assert.Equal(["b", "e", "f"], PointSelection.Select(points, FitMethod.Frontier).Select(p => p.Source.Label));
    }

    [Fact]
    public void Bins_are_five_and_reach_a_tenth_of_a_decade_beyond_the_last_model()
    {
        // log10 C from 9 to 10.9, so bins of (10.9 + 0.1 - 9) / 5 = 0.4; the fourth is empty.
        double[] logs = [9, 9.39, 9.41, 9.79, 9.81, 10.7, 10.9];
        var points = logs.Select((x, i) => new ScalingPoint($"{i}", Math.Pow(10, x), 0.5 - (0.01 * i))).ToList();

        var bins = PointSelection.Select(points, FitMethod.Binned);

        Assert.Equal(["1", "3", "4", "6"], bins.Select(b => b.Source.Label));
        Assert.Equal([9.2, 9.6, 10.0, 10.8], bins.Select(b => Math.Round(b.LogCompute, 9)));
    }

    [Fact]
    public void Too_few_models_or_all_of_one_compute_have_no_law()
    {
        Assert.Null(PowerLaw.TryFit([], FitMethod.Binned));
        Assert.Null(PowerLaw.TryFit(Studies.Along(5, -0.1, 1, 1), FitMethod.AllRows));
        Assert.Null(PowerLaw.TryFit([new("a", 1e9, 0.5), new("b", 1e9, 0.4), new("c", 1e9, 0.3)], FitMethod.AllRows));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(double.NaN, 0.5)]
    [InlineData(1e9, 0)]
    [InlineData(1e9, double.PositiveInfinity)]
    public void A_point_without_logarithms_is_refused(double compute, double error) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalingPoint("a", compute, error));

    [Fact]
    public void A_difference_has_the_degrees_of_freedom_of_the_smaller_study()
    {
        var (sure, unsure) = (PowerLaw.TryFit(Studies.Along(5, -0.1, 1.001, 0.999, 1, 1.001, 0.999, 1), FitMethod.AllRows)!, PowerLaw.TryFit(Studies.Along(20, -0.16, 0.9, 1.2, 0.9), FitMethod.AllRows)!);

        var found = SlopeDifference.Between(sure, unsure, 0.95);

        Assert.Equal(sure.Alpha - unsure.Alpha, found.Difference);
        const double T = 12.7062047; // Student's t, 1 degree of freedom, 97.5%
        var error = Math.Sqrt((sure.AlphaStandardError * sure.AlphaStandardError) + (unsure.AlphaStandardError * unsure.AlphaStandardError));
        Assert.Equal(T * error, found.Interval.HalfWidth, 1e-6);
        Assert.False(found.IsEstablished);
        var far = SlopeDifference.Between(sure, PowerLaw.TryFit(Studies.Along(20, -0.16, 1.001, 0.999, 1, 1.001, 0.999, 1), FitMethod.AllRows)!, 0.95);
        Assert.True(far.IsEstablished);
        Assert.InRange(far.PValue, 0, 0.01);
    }

    [Fact]
    public void Held_out_models_do_not_move_the_law()
    {
        var points = Studies.Along(5, -0.1, 1, 1, 1, 1, 1, 3);

        var held = Assert.Single(HoldOut.Check(points, FitMethod.AllRows, p => p.Label == "model 5", 0.95)!);

        Assert.Equal(points[5].Error / 3, held.Prediction.Error, 1e-9);
        Assert.Equal(-2 * points[5].Error / 3, held.Miss, 1e-9);
        Assert.False(held.IsInside);
        Assert.Null(HoldOut.Check(points, FitMethod.AllRows, p => p.Label != "model 5", 0.95));
    }
}
