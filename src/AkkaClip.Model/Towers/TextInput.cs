namespace AkkaClip.Model.Towers;

/// <summary>Texts for a text tower.</summary>
/// <param name="Tokens">Token ids [b, L], padded with 0 behind the end token.</param>
/// <param name="Count">b.</param>
public readonly record struct TextInput(ReadOnlyMemory<int> Tokens, int Count);
