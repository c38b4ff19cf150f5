namespace AkkaClip.Model.Towers;

/// <summary>Images for an image tower.</summary>
/// <param name="Pixels">RGB, uint8 [b, 3, s, s], not normalised.</param>
/// <param name="Count">b.</param>
/// <param name="KeptPatches">
/// Patch dropout: the patches to compute, ascending, row by row of the grid, [b, kept]; empty: all. Chosen by
/// <see cref="PatchSelection"/> outside of the tower, so that every implementation and every replay keeps the same ones.
/// </param>
public readonly record struct ImageInput(ReadOnlyMemory<byte> Pixels, int Count, ReadOnlyMemory<int> KeptPatches)
{
    /// <summary>Kept patches of each image; 0: all.</summary>
    public int NumKept => Count == 0 ? 0 : KeptPatches.Length / Count;
}
