using System.CommandLine;
using AkkaClip.Core.Errors;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;

namespace AkkaClip.App.CommandLine;

/// <summary>The arguments with which a verb names metadata.</summary>
internal sealed class MetadataSource
{
    private readonly Argument<string[]> _paths = new("metadata")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Parquet files ({000..127} and * expand), or folders of them.",
    };

    private readonly Option<string> _sides = new("--sides")
    {
        Description = "WIDTH and HEIGHT: as-named, swapped, or detect: swapped in unjoined LAION-5B files.", DefaultValueFactory = _ => "detect",
    };

    private readonly Option<int> _memory = new("--memory") { Description = "MiB for row groups in memory.", DefaultValueFactory = _ => (int)(MemoryBudget.Default.Bytes >> 20) };

    public MetadataSource(Command command)
    {
        command.Arguments.Add(_paths);
        command.Options.Add(_sides);
        command.Options.Add(_memory);
    }

    public IReadOnlyList<string> Paths(ParseResult parsed) => MetadataInputs.Expand(parsed.GetRequiredValue(_paths));

    public SideOrder Sides(ParseResult parsed) => parsed.GetRequiredValue(_sides) switch
    {
        "detect" => SideOrder.Detect,
        "as-named" => SideOrder.AsNamed,
        "swapped" => SideOrder.Swapped,
        var other => throw new UserErrorException($"--sides is '{other}'; it must be detect, as-named or swapped"),
    };

    public MemoryBudget Budget(ParseResult parsed) => parsed.GetValue(_memory) is > 0 and var mebibytes
        ? MemoryBudget.Default with { Bytes = (long)mebibytes << 20 }
        : throw new UserErrorException("--memory must be 1 MiB or more");
}
