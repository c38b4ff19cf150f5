namespace AkkaClip.Model.Towers;

/// <summary>Both towers of a replica. Owns them.</summary>
/// <param name="Fused">At least one of them is the fused CPU implementation.</param>
public sealed record TowerPair(ITower<ImageInput> Images, ITower<TextInput> Texts, bool Fused) : IDisposable
{
    public void Dispose()
    {
        Images.Dispose();
        Texts.Dispose();
    }
}
