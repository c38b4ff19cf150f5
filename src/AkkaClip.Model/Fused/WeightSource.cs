using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Fused;

/// <summary>Addresses of the parameters below one state-dict prefix. CPU only.</summary>
internal sealed unsafe class WeightSource(FlatParameters parameters, string prefix)
{
    private readonly float* _values = TensorMemory.Pointer(parameters.Values);
    private readonly float* _gradients =
        parameters.Layout.TrainedLength > 0 ? TensorMemory.Pointer(parameters.Gradients) : null;

    public Weight this[string name]
    {
        get
        {
            var slot = parameters.Layout[prefix + name];
            return new Weight((nint)(_values + slot.Offset), slot.Frozen ? 0 : (nint)(_gradients + slot.Offset));
        }
    }

    public WeightSource Under(string name) => new(parameters, $"{prefix}{name}.");

    public Weight? Find(string name) => parameters.Layout.Contains(prefix + name) ? this[name] : null;

    /// <summary>Whether any parameter is trained whose name starts with one of <paramref name="starts"/>.</summary>
    public bool AnyTrained(params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (parameters.Layout.Slots.Any(slot => !slot.Frozen && slot.Name.StartsWith(prefix + start, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
