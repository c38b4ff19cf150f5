using AkkaClip.Model.Parameters;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>The parameters below one state-dict prefix.</summary>
internal sealed class LeafSource(FlatParameters parameters, string prefix)
{
    public Tensor this[string name] => parameters.Leaf(prefix + name);

    public bool Has(string name) => parameters.Layout.Contains(prefix + name);

    public LeafSource Under(string name) => new(parameters, $"{prefix}{name}.");

    /// <summary>Whether a parameter is trained.</summary>
    public bool IsTrained(string name) => !parameters.Layout[prefix + name].Frozen;

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
