using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Safetensors;

namespace AkkaClip.Model.Checkpoints;

/// <summary>
/// A replica's state as files in a folder: <c>open_clip_model.safetensors</c> and <c>open_clip_config.json</c>, which
/// OpenCLIP loads as they are, and <c>optimizer.safetensors</c> with AdamW's moments under the parameters' names.
/// </summary>
public static class ReplicaFiles
{
    public const string Weights = "open_clip_model.safetensors";
    public const string Config = "open_clip_config.json";
    public const string Optimizer = "optimizer.safetensors";

    private const string FirstMoment = "exp_avg.", SecondMoment = "exp_avg_sq.", Commits = "num_commits";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Writes all three files.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Write(ReplicaState state, AugmentationSpec preprocessing, string folder)
    {
        WriteModel(state, preprocessing, folder);
        var tensors = new List<SafetensorsTensor>
        {
            new(Commits, TensorDtype.I64, [], stream => stream.Write(BitConverter.GetBytes(state.NumCommits))),
        };
        foreach (var slot in Trained(state))
        {
            tensors.Add(Moment(FirstMoment, slot, state.FirstMoments));
            tensors.Add(Moment(SecondMoment, slot, state.SecondMoments));
        }
        SafetensorsWriter.Write(Path.Combine(folder, Optimizer), tensors, ImmutableDictionary<string, string>.Empty);
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

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="SafetensorsException">A file is broken, or of another model.</exception>
    public static ReplicaState Read(StateLayout layout, string folder)
    {
        var state = layout.Allocate();
        OpenClipWeights.Read(Path.Combine(folder, Weights), state);
        using var file = SafetensorsFile.Open(Path.Combine(folder, Optimizer));
        state.Counters[0] = file.ReadIntegers(Commits)[0];
        foreach (var slot in Trained(state))
        {
            file.CopyFloats(FirstMoment + slot.Name, slot.Shape.AsSpan(), state.FirstMoments.AsSpan((int)slot.Offset, slot.Length));
            file.CopyFloats(SecondMoment + slot.Name, slot.Shape.AsSpan(), state.SecondMoments.AsSpan((int)slot.Offset, slot.Length));
        }
        return state;
    }

    private static IEnumerable<ParameterSlot> Trained(ReplicaState state) => state.Layout.Parameters.Slots.Where(slot => !slot.Frozen);

    private static SafetensorsTensor Moment(string prefix, ParameterSlot slot, float[] moments) => new(
        prefix + slot.Name, TensorDtype.F32, slot.Shape,
        stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(moments.AsSpan((int)slot.Offset, slot.Length))));

    private static JsonArray Numbers(ImmutableArray<double> values) => new([.. values.Select(value => (JsonNode)value)]);
}
