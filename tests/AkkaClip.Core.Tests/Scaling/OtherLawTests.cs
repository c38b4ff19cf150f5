using AkkaClip.Core.Scaling;

namespace AkkaClip.Core.Tests.Scaling;

public class OtherLawTests
{
    [Theory]
    [InlineData(0.05, 40, -0.2)]
    [InlineData(0.2, 900, -0.35)]
    public void A_floor_is_found_again(double floor, double beta, double alpha)
    {
        var points = Studies.Along(beta, alpha, 1, 1, 1, 1, 1, 1, 1, 1).Select(p => FitPoint.Of(p with { }) with { LogError = Math.Log10(p.Error + floor) }).ToList();

        var law = SaturatingLaw.TryFit(points)!;

        Assert.Equal(floor, law.Floor, 1e-5);
        Assert.Equal(alpha, law.Alpha, 1e-4);
        Assert.Equal(beta, law.Beta, beta * 1e-3);
        Assert.InRange(law.PValue, 0, 1e-6);
        Assert.Equal(floor + (beta * Math.Pow(1e11, alpha)), law.ErrorAt(1e11), 1e-7);
    }

    [Fact]
    public void Where_there_is_no_floor_none_is_claimed()
    {
        // Errors above the line at both ends would be a floor; these are below it.
        var points = Studies.Along(5, -0.1, 0.99, 1, 1.01, 1.01, 1, 0.99).Select(FitPoint.Of).ToList();

        var law = SaturatingLaw.TryFit(points)!;

        Assert.Equal(0, law.Floor);
        Assert.Equal(-0.1, law.Alpha, 0.002);
        Assert.Equal(1, law.PValue, 1e-6);
        Assert.Null(SaturatingLaw.TryFit(points[..3]));
        Assert.Null(SaturatingLaw.TryFit([.. Studies.Along(0.1, 0.05, 1, 1, 1, 1, 1).Select(FitPoint.Of)]));
    }

    [Fact]
    public void The_exponents_of_size_and_samples_are_told_apart()
    {
        var law = TwoVariableLaw.TryFit(Studies.Grid((m, s) => 30 * Math.Pow(m, -0.13) * Math.Pow(s, -0.09)))!;

        Assert.Equal(-0.13, law.ModelAlpha, 1e-10);
        Assert.Equal(-0.09, law.SamplesAlpha, 1e-10);
        Assert.Equal(Math.Log10(30), law.LogConstant, 1e-8);
        Assert.Equal(30 * Math.Pow(50, -0.13) * Math.Pow(2e9, -0.09), law.ErrorAt(50, 2e9), 1e-8);
    }

    [Fact]
    public void Sizes_that_do_not_vary_on_their_own_have_no_exponent()
    {
        Assert.Null(TwoVariableLaw.TryFit(Studies.Grid((m, s) => Math.Pow(m * s, -0.1), [20])));
        Assert.Null(TwoVariableLaw.TryFit(Studies.Along(5, -0.1, 1, 1, 1, 1, 1)));
        // Samples that grow with the square of the size.
        Assert.Null(TwoVariableLaw.TryFit([.. Enumerable.Range(1, 6).Select(i => new ScalingPoint($"{i}", 1e9 * i * i * i, 0.5 / i, i))]));
    }

    [Theory]
    [InlineData(0.9, 0.3, 400, 0.28)]
    [InlineData(2, 0.5, 9, 0.17)]
    public void The_best_split_of_a_budget_is_where_neighbours_are_worse(double a, double modelExponent, double b, double samplesExponent)
    {
        var law = AllocationLaw.TryFit(Studies.Grid((m, s) => (a * Math.Pow(m, -modelExponent)) + (b * Math.Pow(s, -samplesExponent))))!;

        Assert.Equal(modelExponent, law.ModelExponent, 1e-3);
        Assert.Equal(samplesExponent, law.SamplesExponent, 1e-3);
        foreach (var budget in new[] { 1e10, 1e12, 1e14 })
        {
            var best = law.Optimum(budget);
            Assert.Equal(budget, best.ComputePerSample * best.NumSamples, budget * 1e-9);
            foreach (var other in new[] { 0.9, 1.1 })
                Assert.True(law.ErrorAt(best.ComputePerSample * other, best.NumSamples / other) > best.Error);
        }
        // The share of the size in the budget's exponent, by hand: dm/m = b/(a + b) dC/C.
        Assert.Equal(samplesExponent / (modelExponent + samplesExponent), Math.Log10(law.Optimum(1e13).ComputePerSample / law.Optimum(1e12).ComputePerSample), 1e-3);
    }

    [Fact]
    public void A_split_is_not_claimed_where_samples_do_not_help() =>
        Assert.Null(AllocationLaw.TryFit(Studies.Grid((m, s) => 0.9 * Math.Pow(m, -0.3))));

    [Fact]
    public void The_frontier_tells_the_size_for_a_budget()
    {
        // At 10^9, 10^10, ... the best size is C^0.4; a worse model of twice the size stands beside each.
        var points = Enumerable.Range(9, 5).SelectMany(x => new ScalingPoint[]
        {
            new($"best {x}", Math.Pow(10, x), Math.Pow(10, -0.1 * x), Math.Pow(10, 0.4 * x)),
            new($"other {x}", Math.Pow(10, x), 1.1 * Math.Pow(10, -0.1 * x), 2 * Math.Pow(10, 0.4 * x)),
        }).ToList();

        var law = FrontierAllocation.TryFit(points)!;

        Assert.Equal((0.4, 5), (Math.Round(law.Exponent, 9), law.NumPoints));
        Assert.Equal(Math.Pow(10, 4.2), law.ComputePerSampleAt(Math.Pow(10, 10.5)), 1e-3);
    }
}
