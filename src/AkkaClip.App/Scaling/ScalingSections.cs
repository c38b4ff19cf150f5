using System.Globalization;
using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>The report for people, as tables under a line that says what they hold; those without a row are left out.</summary>
internal static class ScalingSections
{
    /// <summary>What was fitted, in a line.</summary>
    public static string Subject(ScalingReport report)
    {
        var percent = report.Confidence.ToString("0.##%", CultureInfo.InvariantCulture);
        var bootstrap = report.BootstrapDraws > 0 ? $", bootstrap of {report.BootstrapDraws} draws by seed {report.Seed}" : "";
        return $"{(report.Task.Length > 0 ? $"{report.Task}: " : "")}E = 1 - {report.Metric}, C in GMAC of all forward passes; intervals of {percent}{bootstrap}";
    }

    public static IEnumerable<Section> Of(ScalingReport report) => All(report).Where(s => s.Rows.Count > 0);

    private static IEnumerable<Section> All(ScalingReport report)
    {
        yield return new Section("E = beta C^alpha; off by: mean distance of all rows in points",
            ["series", "method", "rows", "points", "alpha", "interval", "bootstrap", "beta", "R2", "off by"],
            [.. from s in report.Series from l in s.Laws
            select (string[])[s.Name, MethodNames.Of(l.Method), $"{s.Rows}", $"{l.Points}", Fixed(l.Alpha), Text(l.AlphaInterval, Fixed), Text(l.AlphaBootstrap, Fixed), Short(l.Beta), Fixed(l.RSquared), Points(l.MeanAbsoluteError)]]);

        yield return new Section("E = E0 + b C^alpha through the frontier; p: how often a floor of 0 would look like this",
            ["series", "points", "E0", "bootstrap", "alpha", "b", "p"],
            [.. from s in report.Series where s.Saturating is not null let l = s.Saturating
            select (string[])[s.Name, $"{l.Points}", Fixed(l.Floor), Text(l.FloorBootstrap, Fixed), Fixed(l.Alpha), Short(l.Beta), Short(l.PValue)]]);

        yield return new Section("log E = c + a_m log(GMAC per sample) + a_s log(samples), all rows",
            ["series", "points", "a_m", "interval", "a_s", "interval", "R2"],
            [.. from s in report.Series where s.TwoVariables is not null let l = s.TwoVariables
            select (string[])[s.Name, $"{l.Points}", Fixed(l.ModelAlpha), Text(l.ModelAlphaInterval, Fixed), Fixed(l.SamplesAlpha), Text(l.SamplesAlphaInterval, Fixed), Fixed(l.RSquared)]]);

        yield return new Section("Differences of alpha; t with the degrees of freedom of the smaller series",
            ["series", "against", "method", "difference", "interval", "p", "established"],
            [.. report.Differences.Select(d => (string[])[d.First, d.Second, MethodNames.Of(d.Method), Fixed(d.Difference), Text(d.Interval, Fixed), Short(d.PValue), d.IsEstablished ? "yes" : "no"])]);

        yield return new Section($"Predictions of {report.Metric} in percent",
            ["series", "model", "GMAC", "method", "expected", "interval", "beyond the data"],
            [.. from s in report.Series from p in s.Predictions
            select (string[])[s.Name, p.Model, Short(p.Compute), MethodNames.Of(p.Method), Metric(p.Error), OfMetric(p.ErrorInterval), p.Reach > 1 ? $"{Short(p.Reach)} times" : "no"]]);

        yield return new Section($"Hold-out: {report.Metric} in percent of models that the law was not fitted to",
            ["series", "model", "method", "expected", "interval", "actual", "inside"],
            [.. from s in report.Series from h in s.HeldOut
            select (string[])[s.Name, h.Model, MethodNames.Of(h.Method), Metric(h.Error), OfMetric(h.ErrorInterval), Metric(h.ActualError), h.IsInside ? "yes" : "no"]]);

        yield return new Section("Best split of the budget: E = A m^-a + B s^-b, m GMAC per sample, s samples; frontier: the m that lies on it at this budget",
            ["series", "GMAC", "m", "bootstrap", "s", report.Metric, "frontier m", "grows with C^"],
            [.. from s in report.Series where s.Budget is not null let b = s.Budget
            select (string[])[s.Name, Short(b.Compute), Short(b.Optimum?.ComputePerSample), Text(b.ComputePerSampleBootstrap, v => Short(v)), b.Optimum is { } o ? Quantity.Format(o.NumSamples) : "-", b.Optimum is { } e ? Metric(e.Error) : "-", Short(b.FrontierComputePerSample), Short(b.FrontierExponent)]]);
    }

    private static string Fixed(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Short(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "-";

    private static string Points(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture);

    private static string Metric(double error) => Points(1 - error);

    private static string OfMetric(Interval errors) => Text(new Interval(1 - errors.High, 1 - errors.Low), Points);

    private static string Text(Interval? interval, Func<double, string> format) => interval is { } known ? $"{format(known.Low)} to {format(known.High)}" : "-";

    /// <summary>A table and what it holds.</summary>
    internal sealed record Section(string Title, IReadOnlyList<string> Header, IReadOnlyList<string[]> Rows);
}
