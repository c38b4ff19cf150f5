using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Model.Safetensors;

/// <summary>A model's weights as OpenCLIP names them: parameters, and the statistics of batch norms.</summary>
public static class OpenClipWeights
{
    /// <summary>Reads parameters and statistics into a state; moments and counters stay.</summary>
    /// <exception cref="SafetensorsException">The file cannot be used, or holds another model.</exception>
    public static void Read(string path, ReplicaState state)
    {
        using var file = SafetensorsFile.Open(path);
        CheckNames(file, state.Layout);
        foreach (var slot in state.Layout.Parameters.Slots)
            file.CopyFloats(slot.Name, slot.Shape.AsSpan(), state.Values.AsSpan((int)slot.Offset, slot.Length));
        foreach (var norm in state.Layout.BatchNorms)
        {
            ReadOnlySpan<long> shape = [norm.Width];
            file.CopyFloats(StateName(norm, "running_mean"), shape, Means(state, norm).Span);
            file.CopyFloats(StateName(norm, "running_var"), shape, Variances(state, norm).Span);
            state.Counters[1] = Math.Max(state.Counters[1], file.ReadIntegers(StateName(norm, "num_batches_tracked"))[0]);
        }
    }

    /// <summary>Writes a state's parameters and statistics; the file replaces an earlier one only when it is whole.</summary>
    public static void Write(string path, ReplicaState state, IReadOnlyDictionary<string, string> metadata)
    {
        var tensors = new List<SafetensorsTensor>();
        foreach (var slot in state.Layout.Parameters.Slots)
            tensors.Add(Floats(slot.Name, slot.Shape, state.Values.AsMemory((int)slot.Offset, slot.Length)));
        foreach (var norm in state.Layout.BatchNorms)
        {
            tensors.Add(Floats(StateName(norm, "running_mean"), [norm.Width], Means(state, norm)));
            tensors.Add(Floats(StateName(norm, "running_var"), [norm.Width], Variances(state, norm)));
            tensors.Add(Integer(StateName(norm, "num_batches_tracked"), norm.Frozen ? 0 : state.BatchesTracked));
        }

        SafetensorsWriter.Write(path, tensors, metadata);
    }

    /// <summary>All names are compared before anything is read, so that the message tells which model the file is of.</summary>
    private static void CheckNames(SafetensorsFile file, StateLayout layout)
    {
        var expected = layout.Parameters.Slots.Select(slot => slot.Name)
            .Concat(layout.BatchNorms.SelectMany(norm => new[]
            {
                StateName(norm, "running_mean"), StateName(norm, "running_var"), StateName(norm, "num_batches_tracked"),
            }))
            .ToHashSet();
        var found = file.Entries.Select(entry => entry.Name).ToHashSet();
        var missing = expected.Except(found).Order(StringComparer.Ordinal).ToArray();
        var unknown = found.Except(expected).Order(StringComparer.Ordinal).ToArray();
        if (missing.Length + unknown.Length == 0)
            return;
        throw new SafetensorsException(
            file.Path, $"is not of the model {layout.Config.Name}: {List("lacks", missing)}{List("has in excess", unknown)}");
    }

    private static string List(string verb, string[] names) => names.Length == 0
        ? ""
        : $"it {verb} {names.Length} tensors ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? ", ..." : "")}) ";

    private static string StateName(BatchNormSlot norm, string buffer) => $"{ModelParameters.ImagePrefix}{norm.Name}.{buffer}";

    private static Memory<float> Means(ReplicaState state, BatchNormSlot norm) =>
        state.Statistics.AsMemory((int)norm.Offset, norm.Width);

    private static Memory<float> Variances(ReplicaState state, BatchNormSlot norm) =>
        state.Statistics.AsMemory((int)norm.Offset + norm.Width, norm.Width);

    private static SafetensorsTensor Floats(string name, ImmutableArray<long> shape, Memory<float> values) =>
        new(name, TensorDtype.F32, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    private static SafetensorsTensor Integer(string name, long value) =>
        new(name, TensorDtype.I64, [], stream => stream.Write(BitConverter.GetBytes(value)));
}
