namespace AkkaClip.Model.Fused;

/// <summary>One parameter in the flat buffers.</summary>
/// <param name="Value">First element.</param>
/// <param name="Gradient">First element of its gradient; null: the parameter is frozen.</param>
internal readonly unsafe record struct Weight(nint Value, nint Gradient)
{
    public float* Values => (float*)Value;

    public float* Gradients => (float*)Gradient;

    public bool IsTrained => Gradient != 0;

    /// <summary>The parameter from its element number <paramref name="offset"/> on.</summary>
    public Weight From(long offset) =>
        new(Value + (nint)(offset * sizeof(float)), IsTrained ? Gradient + (nint)(offset * sizeof(float)) : 0);
}
