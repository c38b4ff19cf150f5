using AkkaClip.Core.Runs;
using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// The operations that precision changes. bfloat16: matrix products and attention in bfloat16 over fp32 masters; the
/// residual stream, norms and pooled features stay fp32, as under OpenCLIP's amp_bf16.
/// </summary>
internal sealed class Arithmetic(PrecisionKind precision, bool quickGelu)
{
    /// <summary>Of every norm in OpenCLIP.</summary>
    public const double NormEpsilon = 1e-5;

    private readonly ScalarType _computeType = precision == PrecisionKind.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>x W^T + bias in the compute type.</summary>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias) =>
        nn.functional.linear(Narrow(x), Narrow(weight), bias is null ? null : Narrow(bias));

    /// <summary>x W in the compute type; OpenCLIP's final projections multiply from the right.</summary>
    public Tensor Project(Tensor x, Tensor weight) => matmul(Narrow(x), Narrow(weight));

    /// <summary>A convolution without bias, in the compute type.</summary>
    public Tensor Convolve(Tensor x_BCHW, Tensor weight, long stride, long padding) =>
        nn.functional.conv2d(Narrow(x_BCHW), Narrow(weight), null, [stride, stride], [padding, padding]);

    public Tensor Activate(Tensor x) => quickGelu ? x * sigmoid(1.702 * x) : nn.functional.gelu(x);

    /// <summary>Layer norm over the last dimension, in fp32.</summary>
    public static Tensor LayerNorm(Tensor x, LeafSource norm)
    {
        var weight = norm["weight"];
        return nn.functional.layer_norm(x, [weight.shape[0]], weight, norm["bias"], NormEpsilon);
    }

    /// <summary>To the compute type; no copy where it is that already.</summary>
    private Tensor Narrow(Tensor x) => x.to_type(_computeType);
}
