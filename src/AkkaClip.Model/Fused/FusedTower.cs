using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;
using static TorchSharp.torch;

namespace AkkaClip.Model.Fused;

/// <summary>
/// A tower on the fused kernels: embedding, blocks, head, and the same backwards. Shapes: b inputs, T rows of all of them,
/// W width, D embedding width.
/// </summary>
/// <remarks>Nothing here is autograd's: what the backward pass needs lies in buffers that the next forward pass overwrites.</remarks>
internal abstract unsafe class FusedTower<TInput>(FusedTowerParts parts) : ITower<TInput>
{
    private bool _kept;

    protected PackedSequences Sequences { get; } = new();

    protected TransformerStack Stack => parts.Stack;

    public Tensor Forward(TInput input, ForwardPass pass)
    {
        Forget();
        var count = CountOf(input);
        var features_BD = empty([count, parts.EmbedDim], ScalarType.Float32).DetachFromDisposeScope();
        if (count == 0)
            return features_BD;
        Embed(input);
        _kept = parts.IsTrained && pass == ForwardPass.Training;
        parts.Head.Forward(Stack.Forward(Sequences, _kept), TensorMemory.Pointer(features_BD), Sequences);
        return features_BD;
    }

    public void Backward(Tensor featureGradients_BD)
    {
        if (!parts.IsTrained || featureGradients_BD.shape[0] == 0)
            return;
        if (!_kept)
            throw new InvalidOperationException($"No forward pass of the {parts.Name} is kept.");
        using var gradients_BD = featureGradients_BD.contiguous();
        parts.Head.Backward(TensorMemory.Pointer(gradients_BD), Sequences, toBlocks: Stack.FirstTrained >= 0);
        var gradTokens = Stack.Backward(Sequences);
        if (parts.IsEmbeddingTrained)
            BackwardEmbedding(gradTokens);
        Forget();
    }

    public void Forget() => _kept = false;

    public virtual void Dispose()
    {
        parts.Head.Dispose();
        Stack.Dispose();
    }

    /// <summary>b.</summary>
    protected abstract int CountOf(TInput input);

    /// <summary>Lays out <see cref="Sequences"/>, and fills the stack's input [T, W].</summary>
    protected abstract void Embed(TInput input);

    /// <summary>Adds the gradients of the embedding's parameters.</summary>
    /// <param name="gradTokens">Of the stack's input [T, W].</param>
    protected abstract void BackwardEmbedding(float* gradTokens);
}
