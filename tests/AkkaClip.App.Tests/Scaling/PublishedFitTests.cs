using System.Globalization;
using AkkaClip.App.Scaling;
using AkkaClip.Core.Scaling;
using AkkaClip.TestSupport;

namespace AkkaClip.App.Tests.Scaling;

/// <summary>The published results give the published laws, to every digit that the reference gives.</summary>
public class PublishedFitTests
{
    private static readonly Lazy<ScalingTable> s_results = new(() => ScalingTable.Read(TestData.Require("scaling", "zeroshot_results.csv")));

    [SkippableFact]
    public void Every_fit_of_the_published_results_is_reproduced()
    {
        var reference = ScalingTable.Read(TestData.Require("scaling", "reference_fits.csv"));
        var numChecked = 0;
        // Fits of other sources, the linear probes, have their data elsewhere.
        foreach (var row in reference.Rows.Where(r => reference.Text(r, "source").EndsWith("/zeroshot_results.csv", StringComparison.Ordinal)))
        {
            string Cell(string column) => reference.Text(row, column);
            var where = $"{Cell("downstream")} {Cell("error")} {Cell("upstream")} {Cell("method")}";
            var points = Points(Cell("downstream"), Cell("error")["1-".Length..], Cell("upstream").StartsWith("OpenCLIP", StringComparison.Ordinal) ? "LAION-*" : Cell("upstream").Split(' ')[0]);
            var law = PowerLaw.TryFit(points, Method(Cell("method")))!;

            Same(where, Cell("n_rows"), points.Count, decimals: 0);
            Same(where, Cell("n_fit_points"), law.Points.Count, decimals: 0);
            Same(where, Cell("alpha"), law.Alpha, decimals: 4);
            Same(where, Cell("se_alpha"), law.AlphaStandardError, decimals: 4);
            // The reference multiplies its standard error as it is written.
            Same(where, Cell("ci95_half_alpha"), law.AlphaInterval(0.95).HalfWidth / law.AlphaStandardError * Math.Round(law.AlphaStandardError, 4), decimals: 4);
            Same(where, Cell("beta"), law.Beta, DecimalsOfFourDigits(Cell("beta")));
            Same(where, Cell("log10_beta"), law.LogBeta, decimals: 4);
            Same(where, Cell("r2_loglog"), law.RSquared, decimals: 4);
            Same(where, Cell("mae_pp_vs_all_rows"), 100 * law.MeanAbsoluteError(points), decimals: 3);
            if (Cell("method") == "pareto_front_ols")
                Assert.Equal(Cell("fit_points").Split(' '), law.Points.Select(p => p.Source.Label.Replace("ViT-", "", StringComparison.Ordinal).Replace("LAION-", "", StringComparison.Ordinal)));
            numChecked++;
        }
        Assert.True(numChecked > 100, $"{numChecked} fits were compared");
    }

    [SkippableTheory]
    [InlineData("imagenet1k", "acc1", -0.1113884913, 0.7677537559)]
    [InlineData("mscoco_captions", "image_retrieval_recall@5", -0.0794344131, 0.4392884246)]
    public void The_papers_lines_are_the_notebooks_to_nine_digits(string task, string metric, double alpha, double logBeta)
    {
        var law = PowerLaw.TryFit(Points(task, metric, "LAION-*"), FitMethod.Binned)!;

        Assert.Equal(alpha, law.Alpha, 5e-10);
        Assert.Equal(logBeta, law.LogBeta, 5e-10);
    }

    [SkippableTheory]
    [InlineData(290.74, 1, 79.109)]
    [InlineData(190.97, 2, 79.734)]
    [InlineData(532.92, 1, 80.473)]
    [InlineData(532.92, 2, 81.924)]
    public void The_papers_predictions_are_reproduced(double gmacs, int times, double accuracy)
    {
        const double Samples34B = 407332084.0 * 84;

        var found = PowerLaw.TryFit(Points("imagenet1k", "acc1", "LAION-*"), FitMethod.Binned)!.Predict(gmacs * Samples34B * times, 0.95);

        Assert.Equal(accuracy, 100 * (1 - found.Error), 5e-4);
        Assert.True(found.IsExtrapolated);
    }

    [SkippableTheory]
    [InlineData(FitMethod.Binned, 78.06)]
    [InlineData(FitMethod.Frontier, 77.50)]
    public void The_largest_model_is_foretold_from_the_small_ones(FitMethod method, double accuracy)
    {
        var held = HoldOut.Check(Points("imagenet1k", "acc1", "LAION-*"), method, p => p.Label.StartsWith("ViT-g", StringComparison.Ordinal) || p.Label.StartsWith("ViT-H", StringComparison.Ordinal), 0.95)!;
        var largest = held.Single(h => h.Point.Label.StartsWith("ViT-H", StringComparison.Ordinal));

        Assert.Equal(accuracy, 100 * (1 - largest.Prediction.Error), 5e-3);
        Assert.Equal(77.97, 100 * (1 - largest.Point.Error), 5e-3);
        Assert.True(largest.IsInside);
    }

    [SkippableFact]
    public void Size_and_samples_have_the_published_exponents()
    {
        var points = Points("imagenet1k", "acc1", "LAION-2B");
        var law = TwoVariableLaw.TryFit(points)!;

        Assert.Equal(-0.1288, law.ModelAlpha, 5e-5);
        Assert.Equal(-0.0933, law.SamplesAlpha, 5e-5);
        Assert.Equal(0.998, law.RSquared, 5e-4);
        Assert.Equal(0.981, PowerLaw.TryFit(points, FitMethod.AllRows)!.RSquared, 5e-4);
    }

    [SkippableFact]
    public void That_one_family_scales_faster_is_not_established_by_three_points()
    {
        var (laion, openAi) = (PowerLaw.TryFit(Points("imagenet1k", "acc1", "LAION-*"), FitMethod.Binned)!, PowerLaw.TryFit(Points("imagenet1k", "acc1", "CLIP-WIT"), FitMethod.AllRows)!);

        Assert.Equal(0.113, openAi.AlphaInterval(0.95).HalfWidth, 1e-3);
        Assert.Equal(0.046, laion.AlphaInterval(0.95).HalfWidth, 1e-3);
        var found = SlopeDifference.Between(laion, openAi, 0.95);
        Assert.Equal(0.1638 - 0.1114, found.Difference, 1e-4);
        Assert.False(found.IsEstablished);
    }

    private static IReadOnlyList<ScalingPoint> Points(string task, string metric, string upstream) =>
        ScalingSeries.Of(s_results.Value, s_results.Value.OfTask(task).Rows, metric, ScalingTable.UpstreamColumn, [$"series={upstream}"])[0].Points;

    private static FitMethod Method(string name) => name switch
    {
        "all_rows_ols" => FitMethod.AllRows,
        "pareto_front_ols" => FitMethod.Frontier,
        "notebook_binned_min_5" => FitMethod.Binned,
        _ => throw new InvalidOperationException($"The reference has a method '{name}' that this test does not know."),
    };

    /// <summary>Equal to the last digit that the reference gives.</summary>
    private static void Same(string where, string expected, double actual, int decimals)
    {
        var given = double.Parse(expected, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(actual - given) <= (0.5 * Math.Pow(10, -decimals)) + 1e-9, $"{where}: {actual} is not {expected}");
    }

    private static int DecimalsOfFourDigits(string number) => 3 - (int)Math.Floor(Math.Log10(double.Parse(number, CultureInfo.InvariantCulture)));
}
