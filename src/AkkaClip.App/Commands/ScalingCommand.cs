using System.CommandLine;
using AkkaClip.App.CommandLine;
using AkkaClip.App.Scaling;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Commands;

/// <summary><c>akkaclip scaling fit</c>: how error falls with compute.</summary>
internal static class ScalingCommand
{
    private static readonly Argument<string> s_file = new("file") { Description = "A CSV with a row for each model and task: a metric, and gmacs_total or gmacs and samples_seen." };
    private static readonly Option<string?> s_task = new("--task") { Description = "The downstream_dataset; needed where there are several." };
    private static readonly Option<string?> s_metric = new("--metric") { Description = "The column whose distance from 1 is the error; default: acc1, image_retrieval_recall@5 or mean_average_precision, whichever the task has." };
    private static readonly Option<string> s_by = new("--by") { Description = "The column that tells series apart.", DefaultValueFactory = _ => ScalingTable.UpstreamColumn };
    private static readonly Option<string[]> s_series = new("--series") { Description = "NAME=PATTERN: a series of the rows whose column is like the pattern; repeatable. Default: one for each value." };
    private static readonly Option<string?> s_method = new("--method") { Description = "all, frontier or binned (the paper's line) alone. Default: all three." };
    private static readonly Option<string[]> s_predict = new("--predict") { Description = "A model to predict: MODEL@SAMPLES, GMAC per sample@SAMPLES, or GMAC; repeatable." };
    private static readonly Option<string[]> s_holdOut = new("--hold-out") { Description = "A pattern of models to leave out of the fit and predict, as ViT-H-14*; repeatable." };
    private static readonly Option<string?> s_budget = new("--budget") { Description = "GMAC of forward passes to split between the model's size and the samples." };
    private static readonly Option<double> s_confidence = new("--confidence") { Description = "Of all intervals.", DefaultValueFactory = _ => 0.95 };
    private static readonly Option<int> s_draws = new("--draws") { Description = "Of the bootstrap; 0: none.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<long> s_seed = new("--seed") { Description = "Of the bootstrap." };
    private static readonly Option<string?> s_plot = new("--plot") { Description = "Write a self-contained HTML page with the plot and the tables to this file." };
    private static readonly Option<bool> s_json = Output.JsonOption();

    public static Command Build() => new Command("scaling", "Fits scaling laws to the results of many models.") { BuildFit() };

    private static Command BuildFit()
    {
        var command = new Command("fit", "Fits E = beta C^alpha, with and without a floor, and answers questions by it.")
        {
            s_file, s_task, s_metric, s_by, s_series, s_method, s_predict, s_holdOut, s_budget, s_confidence, s_draws, s_seed, s_plot, s_json,
        };
        command.SetAction(Run);
        return command.WithExamples(
            "akkaclip scaling fit zeroshot_results.csv --task imagenet1k --series 'LAION=LAION-*' --series OpenAI=CLIP-WIT",
            "akkaclip scaling fit results.csv --predict ViT-H-14@34B --hold-out 'ViT-L-14*' --plot laws.html",
            "akkaclip scaling fit results.csv --budget 1e12 --json");
    }

    private static int Run(ParseResult parsed)
    {
        var request = Request(parsed);
        var table = ScalingTable.Read(parsed.GetRequiredValue(s_file));
        var (task, rows) = table.OfTask(parsed.GetValue(s_task));
        var metric = parsed.GetValue(s_metric) ?? ScalingSeries.DefaultMetric(table, rows);
        var series = ScalingSeries.Of(table, rows, metric, parsed.GetRequiredValue(s_by), parsed.GetValue(s_series) ?? []);
        var report = new ScalingStudy(request).Run(table.Path, task, metric, series);
        if (parsed.GetValue(s_plot) is { } plot)
            ScalingPage.Write(plot, report, series);
        Output.Of(parsed, s_json).Result(report, output => Write(report, output));
        return ExitCode.Success;
    }

    private static void Write(ScalingReport report, Output output)
    {
        output.Line(ScalingSections.Subject(report));
        foreach (var section in ScalingSections.Of(report))
        {
            output.Line();
            output.Line(section.Title);
            output.Table(section.Header, section.Rows);
        }
        if (report.Warnings.Count > 0)
            output.Line();
        foreach (var warning in report.Warnings)
            output.Line($"warning: {warning}");
    }

    private static ScalingRequest Request(ParseResult parsed)
    {
        var confidence = parsed.GetValue(s_confidence);
        if (!(confidence is > 0 and < 1))
            throw new UserErrorException($"--confidence is {confidence}; it must lie between 0 and 1, as 0.95.");
        if (parsed.GetValue(s_draws) is < 0 and var draws)
            throw new UserErrorException($"--draws is {draws}; it must be 0 or more.");
        var budget = parsed.GetValue(s_budget);
        return new ScalingRequest(
            Methods(parsed.GetValue(s_method)),
            new BootstrapOptions(parsed.GetValue(s_draws), parsed.GetValue(s_seed), confidence),
            [.. (parsed.GetValue(s_predict) ?? []).Select(ScalingTarget.Parse)],
            parsed.GetValue(s_holdOut) ?? [],
            budget is null ? null : Quantity.TryParse(budget) ?? throw new UserErrorException($"--budget is '{budget}'; it must be a number of GMAC above 0, as 1e12 or 800B."));
    }

    private static IReadOnlyList<FitMethod> Methods(string? asked)
    {
        var all = Enum.GetValues<FitMethod>();
        if (asked is null)
            return all;
        var found = all.Where(m => MethodNames.Of(m) == asked).ToList();
        return found.Count > 0 ? found : throw new UserErrorException($"--method is '{asked}'; it must be one of {string.Join(", ", all.Select(MethodNames.Of))}.");
    }
}
