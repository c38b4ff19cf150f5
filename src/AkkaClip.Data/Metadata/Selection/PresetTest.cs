using AkkaClip.Data.Metadata.Files;

namespace AkkaClip.Data.Metadata.Selection;

/// <summary>Rows of a preset; what it asks depends on the columns of each file.</summary>
public sealed class PresetTest(string preset) : RowTest
{
    public override string Name => preset;

    public override Bound Bind(MetadataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new WhereTest(Presets.Find(preset, file.Schema)).Bind(file);
    }
}
