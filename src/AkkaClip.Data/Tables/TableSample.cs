using System.Collections.Immutable;

namespace AkkaClip.Data.Tables;

/// <summary>The rows of one image.</summary>
/// <param name="Image">The image's name, as the table spells it.</param>
/// <param name="Captions">The captions of its rows, in the table's order.</param>
/// <param name="FirstRow">Fields of the first of its rows, by column.</param>
internal sealed record TableSample(string Image, ImmutableArray<string> Captions, string[] FirstRow);
