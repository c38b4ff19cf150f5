using System.Collections.Immutable;

namespace AkkaClip.Model.Parameters;

/// <summary>A parameter before it has a place: its name, shape, tower, lock group and initialisation.</summary>
/// <param name="Group">
/// Lock group of its tower, counted from the input: 0 the embeddings, 1.. the layers, the last one the projection;
/// <see cref="NeverLocked"/> for those of the loss.
/// </param>
public sealed record ParameterSpec(
    string Name, ImmutableArray<long> Shape, TowerKind Tower, int Group, Initialization Initialization)
{
    public const int NeverLocked = -1;

    public long Length => Shape.Aggregate(1L, (product, extent) => product * extent);
}
