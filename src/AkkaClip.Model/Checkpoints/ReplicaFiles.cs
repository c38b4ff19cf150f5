using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Safetensors;

namespace AkkaClip.Model.Checkpoints;

/// <summary>
/// A replica's state as files in a folder: <c>open_clip_model.safetensors</c> and <c>open_clip_config.json</c>, which
/// OpenCLIP loads as they are, and AdamW's moments under the parameters' names, in <c>optimizer.safetensors</c> or, where
/// several trainers write a part each, in <c>optimizer-00001-of-00003.safetensors</c> and so on.
/// </summary>
public static class ReplicaFiles
{
    public const string Weights = "open_clip_model.safetensors";
    public const string Config = "open_clip_config.json";
    public const string Optimizer = "optimizer.safetensors";

    private const string FirstMoment = "exp_avg.", SecondMoment = "exp_avg_sq.", Commits = "num_commits";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Writes one of the parts that a state is divided into; returns the names of its files.</summary>
    /// <param name="state">A whole one, or <see cref="IReplica.CaptureStripe"/> of this part.</param>
    /// <remarks>The weights stay one file, the first part's; the moments are shared out so that all parts are of about one size.</remarks>
    /// <exception cref="IOException">The disk refused.</exception>
    public static IEnumerable<string> WriteStripe(ReplicaState state, AugmentationSpec preprocessing, string folder, int stripe, int numStripes)
    {
        var files = new List<string>();
        if (stripe == 0)
        {
            WriteModel(state, preprocessing, folder);
            files.AddRange(Weights, Config);
        }

        var tensors = new List<SafetensorsTensor>();
        if (stripe == 0)
            tensors.Add(new(Commits, TensorDtype.I64, [], stream => stream.Write(BitConverter.GetBytes(state.NumCommits))));
        foreach (var slot in StateStripes.Slots(state.Layout, stripe, numStripes))
        {
            tensors.Add(Moment(FirstMoment, slot, state.FirstMoments, state.MomentsStart));
            tensors.Add(Moment(SecondMoment, slot, state.SecondMoments, state.MomentsStart));
        }

        if (tensors.Count > 0)
        {
            var name = numStripes == 1 ? Optimizer : string.Create(CultureInfo.InvariantCulture, $"optimizer-{stripe + 1:D5}-of-{numStripes:D5}.safetensors");
            SafetensorsWriter.Write(Path.Combine(folder, name), tensors, ImmutableDictionary<string, string>.Empty);
            files.Add(name);
        }

        return files;
    }

    /// <summary>Writes weights and configuration, as a model hub holds them.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void WriteModel(ReplicaState state, AugmentationSpec preprocessing, string folder)
    {
        var config = new JsonObject
        {
            ["model_cfg"] = ModelConfigWriter.Write(state.Layout.Config),
            ["preprocess_cfg"] = new JsonObject
            {
                ["mean"] = Numbers(preprocessing.Mean),
                ["std"] = Numbers(preprocessing.Std),
                ["interpolation"] = "bicubic",
                ["resize_mode"] = preprocessing.EvaluationResize.ToString().ToLowerInvariant(),
            },
        };
        File.WriteAllText(Path.Combine(folder, Config), config.ToJsonString(s_indented) + "\n");
        // QuickGELU changes the outputs but no tensor: whoever has the weights alone must be able to tell.
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["model"] = state.Layout.Config.Name,
            ["quick_gelu"] = state.Layout.Config.QuickGelu ? "true" : "false",
        };
        OpenClipWeights.Write(Path.Combine(folder, Weights), state, metadata);
    }

    /// <summary>Reads what <see cref="WriteStripe"/> wrote, of whatever number of parts.</summary>
    /// <exception cref="SafetensorsException">A file is broken, missing, or of another model.</exception>
    public static ReplicaState Read(StateLayout layout, string folder)
    {
        var state = layout.Allocate();
        OpenClipWeights.Read(Path.Combine(folder, Weights), state);
        var missing = Trained(state).ToDictionary(slot => FirstMoment + slot.Name, StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "optimizer*.safetensors").Order(StringComparer.Ordinal))
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var entry in file.Entries)
            {
                if (entry.Name == Commits)
                    state.Counters[0] = file.ReadIntegers(Commits)[0];
                if (!missing.Remove(entry.Name, out var slot))
                    continue;
                file.CopyFloats(FirstMoment + slot.Name, slot.Shape.AsSpan(), state.FirstMoments.AsSpan((int)slot.Offset, slot.Length));
                file.CopyFloats(SecondMoment + slot.Name, slot.Shape.AsSpan(), state.SecondMoments.AsSpan((int)slot.Offset, slot.Length));
            }
        }

        return missing.Count == 0
            ? state
            : throw new SafetensorsException(folder, $"{missing.Count} moments of the optimizer are missing, {missing.Keys.Order(StringComparer.Ordinal).First()} the first; a part of the checkpoint is not there");
    }

    private static IEnumerable<ParameterSlot> Trained(ReplicaState state) => state.Layout.Parameters.Slots.Where(slot => !slot.Frozen);

    private static SafetensorsTensor Moment(string prefix, ParameterSlot slot, float[] moments, int start) => new(
        prefix + slot.Name, TensorDtype.F32, slot.Shape,
        stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(moments.AsSpan((int)slot.Offset - start, slot.Length))));

    private static JsonArray Numbers(ImmutableArray<double> values) => new([.. values.Select(value => (JsonNode)value)]);
}
