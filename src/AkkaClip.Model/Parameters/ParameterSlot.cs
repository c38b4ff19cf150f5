using System.Collections.Immutable;

namespace AkkaClip.Model.Parameters;

/// <summary>Where one parameter lies in the flat buffers.</summary>
/// <param name="Name">OpenCLIP's state-dict name.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Offset">First element in the flat values, a multiple of <see cref="ParameterLayout.Alignment"/>.</param>
/// <param name="Length">Number of elements.</param>
/// <param name="Decayed">Subject to weight decay.</param>
/// <param name="Frozen">Locked: it lies behind the trained part, without gradient and moments.</param>
public sealed record ParameterSlot(
    string Name, ImmutableArray<long> Shape, TowerKind Tower, long Offset, int Length, bool Decayed, bool Frozen);
