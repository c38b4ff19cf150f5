using AkkaClip.Core.Runs;
using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>
/// y = x W^T + b with what follows it fused in. Shapes: x [rows, Inputs], y [rows, Outputs], W [Outputs, Inputs]; or, for
/// OpenCLIP's projections that multiply from the right, W [Inputs, Outputs].
/// </summary>
internal sealed unsafe class Linear
{
    private readonly Weight _weight;
    private readonly Weight? _bias;
    private readonly int _precision;
    private readonly bool _fromTheRight;

    public Linear(
        Weight weight, Weight? bias, int inputs, int outputs, PrecisionKind precision, bool fromTheRight = false)
    {
        (_weight, _bias, Inputs, Outputs) = (weight, bias, inputs, outputs);
        _precision = precision == PrecisionKind.BFloat16 ? 1 : 0;
        _fromTheRight = fromTheRight;
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public void Forward(float* x, float* y, int rows) => Forward(x, y, rows, default);

    /// <summary>y = activation(x W^T + b); <paramref name="saved"/> [rows, Outputs] keeps its argument.</summary>
    public void Forward(float* x, float* y, int rows, Activation activation, float* saved) =>
        Forward(x, y, rows, new GemmEpilogue { Activation = activation, Saved = saved, Stride = Outputs });

    /// <summary>
    /// y = residual + scale (x W^T + b); <paramref name="saved"/> keeps the branch where there is a LayerScale. y may be
    /// the residual itself.
    /// </summary>
    public void Forward(float* x, float* y, int rows, float* residual, Weight? scale, float* saved) =>
        Forward(x, y, rows, new GemmEpilogue
        {
            Residual = residual, Scale = scale is { } s ? s.Values : null, Saved = saved, Stride = Outputs,
        });

    /// <summary>gradX = gradY W.</summary>
    public void BackwardInput(float* gradY, float* gradX, int rows) => BackwardInput(gradY, gradX, rows, null);

    /// <summary>
    /// gradX = gradY W * activation'(saved); leaves activation(saved), the forward pass's input, in <paramref name="saved"/>.
    /// </summary>
    public void BackwardInput(float* gradY, float* gradX, int rows, Activation activation, float* saved)
    {
        var epilogue = new GemmEpilogue { Activation = activation, Saved = saved, Stride = Inputs, Gradient = 1 };
        BackwardInput(gradY, gradX, rows, &epilogue);
    }

    /// <summary>Adds the gradients of weight and bias, unless they are frozen.</summary>
    public void BackwardWeight(float* gradY, float* x, int rows)
    {
        if (_bias is { IsTrained: true } bias)
            Kernels.ColumnSum(gradY, bias.Gradients, rows, Outputs, Outputs);
        if (!_weight.IsTrained)
            return;
        var (left, m, right, n) = _fromTheRight ? ((nint)x, Inputs, (nint)gradY, Outputs) : ((nint)gradY, Outputs, (nint)x, Inputs);
        var call = new GemmCall
        {
            A = (float*)left, B = (float*)right, C = _weight.Gradients, M = m, N = n, K = rows,
            StrideA = m, StrideB = n, StrideC = n, TransposeA = 1, Accumulate = 1, Precision = _precision,
        };
        Kernels.Gemm(&call);
    }

    private void Forward(float* x, float* y, int rows, GemmEpilogue epilogue)
    {
        epilogue.Bias = _bias is { } bias ? bias.Values : null;
        var call = new GemmCall
        {
            A = x, B = _weight.Values, C = y, M = rows, N = Outputs, K = Inputs,
            StrideA = Inputs, StrideB = _fromTheRight ? Outputs : Inputs, StrideC = Outputs,
            TransposeB = _fromTheRight ? 0 : 1, Epilogue = &epilogue, Precision = _precision,
        };
        Kernels.Gemm(&call);
    }

    private void BackwardInput(float* gradY, float* gradX, int rows, GemmEpilogue* epilogue)
    {
        var call = new GemmCall
        {
            A = gradY, B = _weight.Values, C = gradX, M = rows, N = Inputs, K = Outputs,
            StrideA = Outputs, StrideB = _fromTheRight ? Outputs : Inputs, StrideC = Inputs,
            TransposeB = _fromTheRight ? 1 : 0, Epilogue = epilogue, Precision = _precision,
        };
        Kernels.Gemm(&call);
    }
}
