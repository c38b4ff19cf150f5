namespace AkkaClip.Model.Fused;

/// <summary>From the blocks' output to features: the rows of each sequence become one normed row, which is projected.</summary>
/// <remarks>Shapes: output [T, W], or [b, W] where the last block is pooled; features [b, d].</remarks>
internal abstract unsafe class FeatureHead(Linear projection) : IDisposable
{
    private readonly FloatBuffer _gradReduced = new();
    private float* _reduced;

    protected int Width => projection.Inputs;

    /// <param name="output">Of the blocks; stays as it is until the backward pass.</param>
    public void Forward(float* output, float* features, PackedSequences sequences)
    {
        _reduced = Reduce(output, sequences);
        projection.Forward(_reduced, features, sequences.Count);
    }

    /// <summary>Adds the parameters' gradients, and fills the stack's output gradient if that is needed.</summary>
    public void Backward(float* gradFeatures, PackedSequences sequences, bool toBlocks)
    {
        var gradReduced = _gradReduced.Take((long)sequences.Count * Width);
        projection.BackwardWeight(gradFeatures, _reduced, sequences.Count);
        projection.BackwardInput(gradFeatures, gradReduced, sequences.Count);
        BackwardReduce(gradReduced, sequences, toBlocks);
    }

    public virtual void Dispose() => _gradReduced.Dispose();

    /// <returns>[b, W], kept for the backward pass.</returns>
    protected abstract float* Reduce(float* output, PackedSequences sequences);

    protected abstract void BackwardReduce(float* gradReduced, PackedSequences sequences, bool toBlocks);
}
