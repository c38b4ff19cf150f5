using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>Rows that are not among the duplicates.</summary>
internal sealed class FirstOnlyTest(RowBitmap duplicates) : RowTest
{
    public override string Name => "duplicates";

    public override Bound Bind(MetadataFile file) =>
        new([], (group, rows, _) => ValueTask.FromResult(Array.FindAll(rows, row => !duplicates[group.FirstRow + row])));
}
