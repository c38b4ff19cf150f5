namespace AkkaClip.Model.Fused;

/// <summary>How the rows of a sequence become one. Shapes: rows [T, W], or what the stack gives; pooled [b, W].</summary>
internal unsafe interface IRowPooling
{
    void Forward(float* rows, float* pooled, PackedSequences sequences);

    /// <summary>Sets the gradient of every row.</summary>
    void Backward(float* gradPooled, float* gradRows, PackedSequences sequences);
}
