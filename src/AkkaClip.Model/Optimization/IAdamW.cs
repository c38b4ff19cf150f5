namespace AkkaClip.Model.Optimization;

/// <summary>
/// AdamW over the flat buffers. For gradient g, commit t from 1 and learning rate r, per element:
/// <code>
/// g &lt;- clipFactor g;  p &lt;- p (1 - r decay);  m &lt;- beta1 m + (1 - beta1) g;  v &lt;- beta2 v + (1 - beta2) g^2
/// p &lt;- p - r / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// </summary>
public interface IAdamW : IDisposable
{
    /// <summary>A host copy of a part of the first moments, fp32 [length].</summary>
    /// <param name="start">Where in the trained part it begins.</param>
    float[] CopyFirstMoments(int start, int length);

    /// <inheritdoc cref="CopyFirstMoments"/>
    float[] CopySecondMoments(int start, int length);

    void RestoreMoments(ReadOnlySpan<float> first, ReadOnlySpan<float> second);

    /// <summary>L2 norm of the flat gradient.</summary>
    double GradientNorm();

    /// <summary>Scales the gradient, updates moments and parameters, and sets the gradient to zero.</summary>
    /// <param name="commit">Number of this commit, from 1.</param>
    void Update(double learningRate, double clipFactor, long commit);
}
