using AkkaClip.App.CommandLine;
using AkkaClip.TestSupport.Folders;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Tests.Scaling;

/// <summary>What is wrong with a table or a question is said in one line, before anything is fitted.</summary>
public class ScalingMistakeTests
{
    private const string Header = "arch,samples_seen,gmacs_total,gmacs,upstream_dataset,downstream_dataset,acc1,name\n";
    private const string Good = Header + "S,1e9,1e9,1,A,t,0.3,a\nM,1e9,2e9,2,A,t,0.4,b\nL,1e9,4e9,4,A,t,0.5,c\n";

    public static TheoryData<string, string[], string> Mistakes => new()
    {
        { "", [], "results.csv is empty; its first line must name the columns." },
        { Header, [], "results.csv has a header and no row; a law needs 3 models or more." },
        { Header + "S,1e9,1e9,1,A,t,0.3,a\n", [], "results.csv: no series of 't' has 3 models, which a law needs: A 1; pool some by --series NAME=PATTERN." },
        { Good.Replace(',', ';'), [], "results.csv has its columns apart by ';'; commas are needed." },
        { Good.Replace(',', '\t'), [], "results.csv has its columns apart by tabs; commas are needed." },
        { Good.Replace("gmacs_total", "gmac_total", StringComparison.Ordinal).Replace("samples_seen", "samples", StringComparison.Ordinal), [], "results.csv has no column 'gmacs_total'; did you mean gmac_total?" },
        { "a,b\n1,2\n", [], "results.csv has no column 'acc1'; it has a, b." },
        { Good, ["--metric", "acc2"], "results.csv has no column 'acc2'; did you mean acc1?" },
        { Good, ["--metric", "loss"], "results.csv has no column 'loss'; it has arch, samples_seen," },
        { Good, ["--task", "tt"], "results.csv has no task 'tt'; it has t." },
        { Good + "S,1e9,1e9,1,A,imagenet1k,0.3,a\n", [], "results.csv has 2 tasks: say which by --task (imagenet1k, t)." },
        { Good + "S,1e9,1e9,1,A,imagenet1k,0.3,a\n", ["--task", "imagenet"], "results.csv has no task 'imagenet'; did you mean imagenet1k?" },
        { Good.Replace("0.4", "nan", StringComparison.Ordinal), [], "results.csv, line 3: acc1 is 'nan'; it must be a finite number." },
        { Good.Replace("0.4", "", StringComparison.Ordinal), [], "results.csv, line 3: acc1 is empty; it must be a finite number." },
        { Good.Replace("0.4", "1", StringComparison.Ordinal), [], "results.csv, line 3: acc1 is '1'; it must be a fraction of at least 0 and below 1" },
        { Good.Replace("0.4", "61.5", StringComparison.Ordinal), [], "results.csv, line 3: acc1 is '61.5'; it must be a fraction" },
        { Good.Replace("2e9", "-2e9", StringComparison.Ordinal), [], "results.csv, line 3: gmacs_total is '-2e9'; it must be a number above 0." },
        { Good.Replace("2e9", "Infinity", StringComparison.Ordinal), [], "results.csv, line 3: gmacs_total is 'Infinity'; it must be a finite number." },
        { Good + "S,1e9\n", [], "results.csv, line 5 has 2 fields; the header names 8 columns." },
        { Good + "S,1e9,1e9,1,A,t,0.3,\"a\n", [], "results.csv, line 5: a quote is opened and never closed." },
        { Good + "S,1e9,1e9,1,A,t,0.31,a\n", [], "results.csv, lines 2 and 5 are both the results of 'a' (S); each model counts once." },
        { Good.Replace("gmacs,", "acc1,", StringComparison.Ordinal), [], "results.csv has two columns 'acc1'." },
        { Good, ["--series", "LAION"], "--series is 'LAION'; it must be NAME=PATTERN" },
        { Good, ["--series", "x=B*"], "--series x=B*: no row of the task has upstream_dataset 'B*'; there are A." },
        { Good, ["--by", "sede"], "results.csv has no column 'sede'; it has" },
        { Good, ["--method", "pareto"], "--method is 'pareto'; it must be one of all, frontier, binned." },
        { Good, ["--predict", "ViT-Z-99@34B"], "There is no model 'ViT-Z-99'" },
        { Good, ["--predict", "large"], "--predict is 'large'; it must be MODEL@SAMPLES" },
        { Good, ["--budget", "much"], "--budget is 'much'; it must be a number of GMAC above 0" },
        { Good, ["--confidence", "95"], "--confidence is 95; it must lie between 0 and 1" },
        { Good, ["--draws", "-1"], "--draws is -1; it must be 0 or more." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_line_that_helps(string table, string[] options, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("results.csv", table);

        var thrown = await Assert.ThrowsAnyAsync<UserErrorException>(() => Invoke(["scaling", "fit", file, .. options]));

        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public async Task A_table_that_is_not_there_or_a_folder_is_named()
    {
        using var folder = new TemporaryFolder();

        var missing = await Assert.ThrowsAnyAsync<UserErrorException>(() => Invoke(["scaling", "fit", Path.Combine(folder.Root, "nowhere.csv")]));
        var wrong = await Assert.ThrowsAnyAsync<UserErrorException>(() => Invoke(["scaling", "fit", folder.Root]));

        Assert.EndsWith("nowhere.csv: there is no such file.", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith("is a folder; a CSV of results is needed.", wrong.Message, StringComparison.Ordinal);
    }

    private static async Task Invoke(string[] arguments) =>
        await AkkaClipCommand.Build().Parse(arguments).InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = TextWriter.Null, Error = TextWriter.Null });
}
