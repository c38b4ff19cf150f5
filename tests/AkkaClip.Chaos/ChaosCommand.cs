using System.CommandLine;
using System.Text.Json;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Faults;
using AkkaClip.Chaos.Reports;

namespace AkkaClip.Chaos;

/// <summary>The command line of <c>ops/chaos</c>.</summary>
internal static class ChaosCommand
{
    private const int NotProven = 1, Mistake = 2, Interrupted = 130;

    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<int?> s_kills = new("--kills") { Description = "So many faults, of kinds drawn at random; without it every kind comes once." };
    private static readonly Option<string?> s_faults = new("--faults") { Description = "The kinds, with commas; without it all that this machine can do. --list names them." };
    private static readonly Option<int> s_seed = new("--seed") { Description = "Of the faults' order, victims and times.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> s_netns = new("--netns") { Description = "Every node in a network namespace of its own (Linux, root): for the faults of links." };
    private static readonly Option<bool> s_tax = new("--tax") { Description = "No faults: what a cluster and checkpoints cost, against the same run in one process." };
    private static readonly Option<bool> s_asJson = new("--json") { Description = "The result as JSON on the standard output." };
    private static readonly Option<bool> s_keep = new("--keep") { Description = "Keep the folder: the nodes' logs, the run's records and checkpoints." };
    private static readonly Option<bool> s_list = new("--list") { Description = "Name the kinds of faults, and end." };

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors is [var mistake, ..])
        {
            await Console.Error.WriteLineAsync($"ops/chaos: {mistake.Message}; see ops/chaos --help");
            return Mistake;
        }

        // Time to end the nodes when this process is interrupted.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
    }

    private static RootCommand Build()
    {
        s_kills.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--kills must be 1 or more");
        });
        s_faults.Validators.Add(result =>
        {
            if (FaultCatalogue.UnknownIn(Names(result.GetValueOrDefault<string?>())) is { } unknown)
                result.AddError($"--faults has '{unknown}'; there are {string.Join(", ", FaultCatalogue.All.Select(fault => fault.Name))}");
        });
        var command = new RootCommand("Trains on a cluster of real processes while faults are injected into it, and compares the result with a run without faults. Exit code 0: no step was lost, and losses and weights have the same bits.")
        {
            s_kills, s_faults, s_seed, s_netns, s_tax, s_asJson, s_keep, s_list,
        };
        command.SetAction(ExecuteAsync);
        return command;
    }

    private static async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            if (parsed.GetValue(s_list))
                List();
            else if (parsed.GetValue(s_tax))
                Show(await new TaxTrial(Console.Error.WriteLine).RunAsync(cancellation), parsed, VerdictTable.Write);
            else
                return await TryAsync(parsed, cancellation);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (ChaosException e)
        {
            await Console.Error.WriteLineAsync($"ops/chaos: {e.Message}");
            return NotProven;
        }
    }

    private static void List()
    {
        foreach (var fault in FaultCatalogue.All)
            Console.WriteLine($"{fault.Name,-20} {fault.What}{(WhyNot(fault, NetworkNamespaces.WhyNot is null) is { } reason ? $" (not here: {reason})" : "")}");
    }

    private static async Task<int> TryAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var inNamespaces = parsed.GetValue(s_netns);
        if (inNamespaces && NetworkNamespaces.WhyNot is { } whyNot)
            throw new ChaosException($"--netns: {whyNot}");
        var options = new TrialOptions(Choose(parsed.GetValue(s_faults), inNamespaces), parsed.GetValue(s_kills), parsed.GetValue(s_seed))
        {
            InNamespaces = inNamespaces,
            KeepFolder = parsed.GetValue(s_keep),
        };
        var verdict = await new Trial(options, Console.Error.WriteLine).RunAsync(cancellation);
        Show(verdict, parsed, VerdictTable.Write);
        return verdict.IsProven ? 0 : NotProven;
    }

    private static void Show<T>(T result, ParseResult parsed, Action<T, TextWriter> write)
    {
        if (parsed.GetValue(s_asJson))
            Console.WriteLine(JsonSerializer.Serialize(result, s_format));
        else
            write(result, Console.Out);
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static List<Fault> Choose(string? names, bool inNamespaces)
    {
        IReadOnlyList<Fault> chosen = names is null ? FaultCatalogue.All : [.. Names(names).Select(FaultCatalogue.Find)];
        foreach (var fault in chosen)
        {
            if (WhyNot(fault, inNamespaces) is { } reason)
                Console.Error.WriteLine($"without {fault.Name}: {reason}");
        }

        var possible = chosen.Where(fault => WhyNot(fault, inNamespaces) is null).ToList();
        return possible.Count > 0 ? possible : throw new ChaosException("no fault is left that this machine can do");
    }

    private static string? WhyNot(Fault fault, bool inNamespaces) =>
        fault.WhyNot ?? (fault.NeedsNetwork && !inNamespaces ? "it needs --netns" : null);
}
