using System.Collections.Immutable;
using System.Globalization;
using AkkaClip.Core.Errors;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>Options of the step benchmark.</summary>
/// <param name="Workloads">Names of the workloads to measure.</param>
/// <param name="Variants">Measure only variants whose name contains one of these; empty: all.</param>
/// <param name="Repeats">Timed steps of each side of a comparison.</param>
/// <param name="Threads">Compute threads of one trainer; 0: one a core.</param>
internal sealed record StepOptions(
    ImmutableArray<string> Workloads, ImmutableArray<string> Variants, int Repeats, int Threads)
{
    public const string Help = """
        step options:
          --quick            2 timed steps a side (default 5)
          --repeats N        N timed steps a side
          --model NAME       ViT-B-32 or small-64 (default: both)
          --variant TEXT     only variants whose name contains TEXT; may be given several times
          --threads N        threads of one trainer (default: one a core)
        """;

    public static StepOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new StepOptions([.. Workload.All.Select(workload => workload.Name)], [], 5, 0);
        while (!arguments.IsEmpty)
        {
            var name = arguments[0];
            if (name == "--quick")
            {
                options = options with { Repeats = 2 };
                arguments = arguments[1..];
                continue;
            }

            if (arguments.Length < 2)
                throw new UserErrorException($"'{name}' is no option, or lacks its value.\n{Help}");
            options = options.With(name, arguments[1]);
            arguments = arguments[2..];
        }

        return options;
    }

    private StepOptions With(string name, string value) => name switch
    {
        "--repeats" => this with { Repeats = Number(name, value, 1, 1000) },
        "--threads" => this with { Threads = Number(name, value, 0, 1024) },
        "--variant" => this with { Variants = Variants.Add(value) },
        "--model" => Workload.All.Any(workload => workload.Name == value)
            ? this with { Workloads = [value] }
            : throw new UserErrorException($"There is no workload '{value}'; there are {string.Join(", ", Workload.All.Select(w => w.Name))}."),
        _ => throw new UserErrorException($"Unknown option '{name}'.\n{Help}"),
    };

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UserErrorException($"{name} takes a number from {min} to {max}, not '{value}'.");
}
