namespace AkkaClip.Model.Towers;

/// <summary>Images for an image tower.</summary>
/// <param name="Pixels">RGB, uint8 [b, 3, s, s], not normalised.</param>
/// <param name="Count">b.</param>
/// <param name="Seeds">One seed a sample for its patch dropout, [b]; empty in evaluation.</param>
public readonly record struct ImageInput(ReadOnlyMemory<byte> Pixels, int Count, ReadOnlyMemory<ulong> Seeds);
