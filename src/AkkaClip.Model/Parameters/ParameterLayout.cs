using System.Collections.Frozen;
using System.Collections.Immutable;
using AkkaClip.Core.Runs;

namespace AkkaClip.Model.Parameters;

/// <summary>
/// The place of every parameter in the flat buffers:
/// <code>[ text decayed | image decayed | text plain | image plain | logit_scale, logit_bias | frozen ]</code>
/// Decayed parameters come first, so that the optimizer is two calls; a tower's part is two ranges, so that one tower's
/// gradients can travel while the other's are computed. Gradients and moments exist for the trained part only.
/// </summary>
public sealed class ParameterLayout
{
    /// <summary>Every parameter starts at a multiple of so many floats (64 bytes); the gaps hold zeros.</summary>
    public const int Alignment = 16;

    private readonly FrozenDictionary<string, ParameterSlot> _byName;

    private ParameterLayout(ImmutableArray<ParameterSlot> slots)
    {
        Slots = slots;
        _byName = slots.ToFrozenDictionary(slot => slot.Name);
        TotalLength = End(slots);
        TrainedLength = End(slots.Where(slot => !slot.Frozen));
        DecayedLength = End(slots.Where(slot => slot is { Frozen: false, Decayed: true }));
    }

    /// <summary>In the order of their offsets.</summary>
    public ImmutableArray<ParameterSlot> Slots { get; }

    /// <summary>Floats of all parameters, padding included.</summary>
    public long TotalLength { get; }

    /// <summary>Floats of the trained part, padding included: the length of gradients and moments.</summary>
    public long TrainedLength { get; }

    /// <summary>Floats of the decayed part, padding included; it starts at 0.</summary>
    public long DecayedLength { get; }

    /// <summary>Parameters without padding, as model cards count them.</summary>
    public long NumParameters => Slots.Sum(slot => (long)slot.Length);

    public ParameterSlot this[string name] =>
        _byName.TryGetValue(name, out var slot) ? slot : throw new KeyNotFoundException($"The model has no parameter '{name}'.");

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <param name="specs">All parameters of the model.</param>
    /// <param name="rule">Which of them are decayed.</param>
    /// <param name="isFrozen">Which of them are locked.</param>
    public static ParameterLayout Create(
        IReadOnlyList<ParameterSpec> specs, DecayRule rule, Func<ParameterSpec, bool> isFrozen)
    {
        var ordered = specs
            .Select(spec => (Spec: spec, Decayed: WeightDecay.Applies(rule, spec), Frozen: isFrozen(spec)))
            .OrderBy(entry => entry.Frozen)
            .ThenBy(entry => entry.Spec.Tower == TowerKind.Loss)
            .ThenByDescending(entry => entry.Decayed)
            .ThenBy(entry => entry.Spec.Tower);
        var slots = ImmutableArray.CreateBuilder<ParameterSlot>(specs.Count);
        long offset = 0;
        foreach (var (spec, decayed, frozen) in ordered)
        {
            slots.Add(new ParameterSlot(
                spec.Name, spec.Shape, spec.Tower, offset, checked((int)spec.Length), decayed, frozen));
            offset = Align(offset + spec.Length);
        }

        return new ParameterLayout(slots.MoveToImmutable());
    }

    /// <summary>The trained ranges of one tower: decayed, then plain. Empty ranges are left out.</summary>
    public ImmutableArray<ParameterRange> TrainedRanges(TowerKind tower) =>
    [
        .. from slot in Slots
           where slot.Tower == tower && !slot.Frozen
           group slot by slot.Decayed into part
           let start = part.First().Offset
           select new ParameterRange(start, End(part) - start)
    ];

    private static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private static long End(IEnumerable<ParameterSlot> slots) =>
        slots.LastOrDefault() is { } last ? Align(last.Offset + last.Length) : 0;
}
