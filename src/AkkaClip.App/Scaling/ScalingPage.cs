using System.Globalization;
using System.Text;
using AkkaClip.App.Reports;
using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>The report as a page that needs nothing but itself: a plot for each method, and the tables.</summary>
internal static class ScalingPage
{
    private const int NumSteps = 60;

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ScalingReport report, IReadOnlyList<ScalingSeries> series)
    {
        var page = new HtmlPage($"Scaling laws {report.Task}".TrimEnd()).Note(ScalingSections.Subject(report));
        foreach (var method in report.Series.SelectMany(s => s.Laws).Select(l => l.Method).Distinct().Order())
            page.Chart(Chart(report, series, method));
        foreach (var section in ScalingSections.Of(report))
            page.Heading(section.Title).Table(section.Header, section.Rows);
        foreach (var warning in report.Warnings)
            page.Note($"Warning: {warning}.");
        File.WriteAllText(path, page.ToString(), new UTF8Encoding(false));
    }

    private static LogLogChart Chart(ScalingReport report, IReadOnlyList<ScalingSeries> series, FitMethod method)
    {
        // Lines go on to what is predicted, so that one sees how far that is from the data.
        var asked = report.Series.SelectMany(s => s.Predictions).Select(p => p.Compute);
        var (least, most) = Ends(series.SelectMany(s => s.Points).Select(p => p.Compute).Concat(asked));
        return new LogLogChart($"Method: {MethodNames.Of(method)}", "GMAC of all forward passes", $"1 - {report.Metric}", [.. series.Select(s => Series(s, method, least, most, report.Confidence))]);
    }

    private static LogLogChart.Series Series(ScalingSeries series, FitMethod method, double least, double most, double confidence)
    {
        var points = series.Points.Select(p => (Math.Log10(p.Compute), Math.Log10(p.Error), string.Create(CultureInfo.InvariantCulture, $"{p.Label}: {p.Error:F4}"))).ToList();
        if (PowerLaw.TryFit(series.Points, method) is not { } law)
            return new LogLogChart.Series(series.Name, points, [], []);
        var steps = Enumerable.Range(0, NumSteps + 1)
            .Select(i => least + ((most - least) * i / NumSteps))
            .Select(x => (X: x, Found: law.Predict(Math.Pow(10, x), confidence))).ToList();
        return new LogLogChart.Series(
            string.Create(CultureInfo.InvariantCulture, $"{series.Name}: alpha {law.Alpha:F4}"),
            points,
            [.. steps.Select(s => (s.X, Math.Log10(s.Found.Error)))],
            [.. steps.Select(s => (s.X, Math.Log10(s.Found.Interval.Low), Math.Log10(s.Found.Interval.High)))]);
    }

    private static (double Least, double Most) Ends(IEnumerable<double> computes)
    {
        var logs = computes.Select(Math.Log10).ToList();
        return (logs.Min(), logs.Max());
    }
}
