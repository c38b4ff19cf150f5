using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Downloads.Pictures;

namespace AkkaClip.App.Configuration;

/// <summary>How choices are written in HOCON and on the command line.</summary>
internal static class EnumNames
{
    private static readonly Dictionary<Enum, string> s_names = new()
    {
        [LossKind.Clip] = "clip",
        [LossKind.SigLip] = "siglip",
        [PrecisionKind.Float32] = "float32",
        [PrecisionKind.BFloat16] = "bfloat16",
        [ComputeKind.Auto] = "auto",
        [ComputeKind.Plain] = "plain",
        [ComputeKind.Fused] = "fused",
        [DataFormat.WebDataset] = "webdataset",
        [DataFormat.Table] = "table",
        [DataFormat.Folder] = "folder",
        [ResizeKind.Shortest] = "shortest",
        [ResizeKind.Longest] = "longest",
        [ResizeKind.Squash] = "squash",
        [AugmentationPolicy.OpenClip] = "openclip",
        [AugmentationPolicy.CropFlip] = "crop-flip",
        [AugmentationPolicy.RandAugment] = "randaugment",
        [AugmentationPolicy.StackedRandAugment] = "stacked-randaugment",
        [ScheduleKind.Cosine] = "cosine",
        [ScheduleKind.Constant] = "constant",
        [ScheduleKind.ConstantCooldown] = "constant-cooldown",
        [DecayRule.V3] = "v3",
        [DecayRule.V4] = "v4",
        [PersistenceProvider.Sqlite] = "sqlite",
        [PersistenceProvider.PostgreSql] = "postgresql",
        [LoaderPlace.Auto] = "auto",
        [LoaderPlace.Nodes] = "nodes",
        [LoaderPlace.Own] = "own",
        [LoaderPlace.Either] = "either",
        [PictureResize.No] = "no",
        [PictureResize.Border] = "border",
        [PictureResize.KeepRatio] = "keep-ratio",
        [PictureResize.KeepRatioLargest] = "keep-ratio-largest",
        [PictureResize.CenterCrop] = "center-crop",
        [EvaluationTaskKind.ZeroShot] = "zero-shot",
        [EvaluationTaskKind.Retrieval] = "retrieval",
    };

    public static string NameOf(Enum value) => s_names[value];

    /// <summary>The names of a kind of choice with their values, in the order of its declaration.</summary>
    public static IReadOnlyList<(string Name, T Value)> Of<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (s_names[value], value))];
}
