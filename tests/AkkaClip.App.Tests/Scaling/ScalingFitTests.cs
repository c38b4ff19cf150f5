using System.Globalization;
using System.Text.Json;
using AkkaClip.App.CommandLine;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.App.Tests.Scaling;

/// <summary>The command on a study whose laws are known: E = 0.9 m^-0.3 + 100 s^-0.28 for series A, a steeper one for B.</summary>
public class ScalingFitTests
{
    private static readonly double[] s_sizes = [5, 20, 90, 300], s_samples = [1e9, 4e9, 1.6e10, 6.4e10];

    [Fact]
    public async Task The_report_of_a_known_study_is_right()
    {
        using var folder = new TemporaryFolder();
        var page = Path.Combine(folder.Root, "laws.html");

        var json = await Invoke(["scaling", "fit", Study(folder), "--predict", "600@64B", "--hold-out", "300@6.4e10*", "--budget", "1e12", "--draws", "50", "--plot", page, "--json"]);

        using var report = JsonDocument.Parse(json);
        var series = report.RootElement.GetProperty("series").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "A");
        Assert.Equal(16, series.GetProperty("rows").GetInt32());
        Assert.Equal(["allRows", "frontier", "binned"], series.GetProperty("laws").EnumerateArray().Select(l => l.GetProperty("method").GetString()));
        var predicted = series.GetProperty("predictions")[0];
        Assert.Equal(600 * 64e9, predicted.GetProperty("compute").GetDouble());
        Assert.Equal(2, predicted.GetProperty("reach").GetDouble(), 1e-9);
        var held = series.GetProperty("heldOut")[0];
        Assert.Equal(Error(300, 6.4e10), held.GetProperty("actualError").GetDouble(), 1e-9);
        // The best split of 1e12 GMAC by hand: where 0.3 * 0.9 m^-0.3 = 0.28 * 100 s^-0.28.
        var size = series.GetProperty("budget").GetProperty("optimum").GetProperty("computePerSample").GetDouble();
        Assert.Equal(1, 0.3 * 0.9 * Math.Pow(size, -0.3) / (0.28 * 100 * Math.Pow(1e12 / size, -0.28)), 1e-2);
        Assert.Contains(report.RootElement.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("600@64B is 2 times beyond the models", StringComparison.Ordinal));
        Assert.Equal(3, report.RootElement.GetProperty("differences").GetArrayLength());

        var html = await File.ReadAllTextAsync(page);
        Assert.Equal(3, html.Split("<svg ").Length - 1);
        Assert.Contains("<title>300@6.4e10/A:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_is_the_same_for_the_same_seed_and_gives_an_exact_law_its_exponent()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("exact.csv", "gmacs_total,acc1\n" + string.Join('\n', new[] { 1e9, 1e10, 1e11, 1e12 }.Select(c => Line(c, 1 - (5 * Math.Pow(c, -0.12))))));

        var first = await Invoke(["scaling", "fit", file, "--draws", "200", "--seed", "3"]);
        var second = await Invoke(["scaling", "fit", file, "--draws", "200", "--seed", "3"]);

        Assert.Equal(first, second);
        Assert.Contains("all     all          4       4  -0.1200  -0.1200 to -0.1200", first, StringComparison.Ordinal);
    }

    private static string Study(TemporaryFolder folder)
    {
        var rows = from series in new[] { ("A", 1.0), ("B", 1.1) } from m in s_sizes from s in s_samples
            select $"{m},{Line(s, m * s)},{series.Item1},task,{Line(1 - Math.Pow(Error(m, s), series.Item2))},{m}-{s}";
        return folder.File("results.csv", "arch,samples_seen,gmacs_total,upstream_dataset,downstream_dataset,acc1,name,gmacs,samples_seen_pretty\n"
            + string.Join('\n', rows.Select(r => $"{r},{r.Split(',')[0]},{Pretty(r.Split(',')[1])}")));
    }

    private static string Pretty(string samples) => samples == "64000000000" ? "6.4e10" : samples;

    private static double Error(double m, double s) => (0.9 * Math.Pow(m, -0.3)) + (100 * Math.Pow(s, -0.28));

    private static string Line(params double[] cells) => string.Join(',', cells.Select(c => c.ToString("R", CultureInfo.InvariantCulture)));

    private static async Task<string> Invoke(string[] arguments)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await AkkaClipCommand.Build().Parse(arguments).InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output }));
        return output.ToString();
    }
}
