using System.CommandLine;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.CommandLine;

/// <summary>The arguments with which a verb names a data set.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string[]> _paths = new("data")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Tar shards ({000..127} and * expand), one CSV or TSV table, or one folder; to look into: Parquet files of metadata as well.",
    };

    private readonly Option<string?> _split = new("--split") { Description = "Only samples of this split." };
    private readonly Option<string> _splitField = new("--split-field") { Description = "Column or JSON field with the split.", DefaultValueFactory = _ => "split" };
    private readonly Option<double?> _testShare = new("--test-share") { Description = "Without a split field: the share of the samples that is the split 'test'." };
    private readonly Option<string> _imageField = new("--image-field") { Description = "Table: column with the image's name.", DefaultValueFactory = _ => "image" };
    private readonly Option<string[]> _captionFields = new("--caption-field") { Description = "Columns or JSON fields with captions; default: 'caption' of a table, the .txt of a shard." };
    private readonly Option<string?> _imageRoot = new("--image-root") { Description = "Table: the folder or tar that holds the images; default: the table's folder." };

    public DataOptions(Command command)
    {
        command.Arguments.Add(_paths);
        foreach (var option in new Option[] { _split, _splitField, _testShare, _imageField, _captionFields, _imageRoot })
            command.Options.Add(option);
    }

    /// <summary>What was named, as it was written.</summary>
    public string[] Paths(ParseResult parsed) => parsed.GetRequiredValue(_paths);

    /// <summary>The data set as a specification; what training alone needs is left at neutral values.</summary>
    public DataSpec ToSpec(ParseResult parsed)
    {
        var paths = parsed.GetRequiredValue(_paths);
        var format = FormatOf(paths[0]);
        var captionFields = parsed.GetValue(_captionFields) ?? [];
        return Neutral(format, paths) with
        {
            Split = parsed.GetValue(_split),
            SplitField = parsed.GetRequiredValue(_splitField),
            TestShare = parsed.GetValue(_testShare),
            ImageField = parsed.GetRequiredValue(_imageField),
            CaptionFields = captionFields is [] && format == DataFormat.Table ? ["caption"] : [.. captionFields],
            ImageRoot = parsed.GetValue(_imageRoot),
        };
    }

    /// <summary>Shards of captions in JSON fields, for reading alone.</summary>
    public static DataSpec Shards(string[] paths, string[] captionFields) =>
        Neutral(DataFormat.WebDataset, paths) with { CaptionFields = [.. captionFields] };

    private static DataSpec Neutral(DataFormat format, string[] paths) => new()
    {
        Format = format,
        Paths = [.. paths],
        SplitField = "split",
        ImageField = "image",
        CaptionFields = [],
        Vocabulary = "",
        Augmentation = new AugmentationSpec
        {
            CropScale = (1, 1), CropRatio = (1, 1), HorizontalFlip = false, Mean = [0.5, 0.5, 0.5], Std = [0.5, 0.5, 0.5],
        },
        PrefetchBatches = 1,
        Threads = 0,
        MaxReplacedShare = 1,
        ShuffleBlockSamples = 1,
        ShuffleWindowBlocks = 1,
    };

    private static DataFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => DataFormat.Table,
        _ when Directory.Exists(path) => DataFormat.Folder,
        _ => DataFormat.WebDataset,
    };
}
