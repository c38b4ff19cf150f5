using AkkaClip.Model.Fused.Native;

namespace AkkaClip.Model.Fused;

/// <summary>
/// The attention half of a block: middle = x + scale * out_proj(attention(in_proj(ln_1(x)))), for all rows, or for one row
/// of each sequence. Shapes as in <see cref="TransformerBlock"/>.
/// </summary>
internal sealed unsafe class BlockAttention
{
    private readonly BlockShape _shape;
    private readonly bool _pooled;
    private readonly LayerNorm _norm;
    private readonly Linear _project;
    private readonly Linear _projectQueries;
    private readonly Linear _output;
    private readonly Weight? _scale;

    public BlockAttention(WeightSource weights, BlockShape shape, bool pooled)
    {
        var width = shape.Width;
        var attention = weights.Under("attn");
        var (weight, bias) = (attention["in_proj_weight"], attention["in_proj_bias"]);
        (_shape, _pooled) = (shape, pooled);
        _norm = new LayerNorm(weights.Under("ln_1"), width);

        // The projection's rows are those of queries, keys, values. A pooled block asks for few queries and all the rest.
        _project = pooled
            ? new Linear(weight.From((long)width * width), bias.From(width), width, 2 * width, shape.Precision)
            : new Linear(weight, bias, width, 3 * width, shape.Precision);
        _projectQueries = new Linear(weight, bias, width, width, shape.Precision);
        _output = new Linear(attention["out_proj.weight"], attention["out_proj.bias"], width, width, shape.Precision);
        _scale = weights.Find("ls_1.gamma");
    }

    /// <summary>Fills the middle of <paramref name="memory"/> [R, W].</summary>
    public void Forward(float* x, PackedSequences sequences, BlockMemory memory, BlockScratch scratch)
    {
        _norm.Forward(x, scratch.Normed, memory.Norm1, sequences.Rows);
        _project.Forward(scratch.Normed, memory.Projected, sequences.Rows);
        var residual = x;
        if (_pooled)
        {
            residual = scratch.Rows;
            Kernels.GatherRows(scratch.Normed, sequences.Pooled.Pointer, scratch.Rows, sequences.Count, _shape.Width);
            _projectQueries.Forward(scratch.Rows, memory.Queries, sequences.Count);
            Kernels.GatherRows(x, sequences.Pooled.Pointer, residual, sequences.Count, _shape.Width);
        }

        var call = Call(sequences, memory);
        Kernels.AttentionForward(&call);
        var rows = _pooled ? sequences.Count : sequences.Rows;
        _output.Forward(memory.Mixed, memory.Middle, rows, residual, _scale, memory.AttentionBranch);
    }

    /// <param name="gradMiddle">[R, W]</param>
    /// <param name="gradX">[T, W]; the same as gradMiddle unless pooled.</param>
    public void Backward(
        float* x, float* gradMiddle, float* gradX, PackedSequences sequences, BlockMemory memory, BlockScratch scratch)
    {
        var rows = _pooled ? sequences.Count : sequences.Rows;
        var gradBranch = gradMiddle;
        if (_scale is { } scale)
        {
            gradBranch = scratch.Rows;
            Kernels.LayerScaleBackward(
                gradMiddle, memory.AttentionBranch, scale.Values, gradBranch, scale.Gradients, rows, _shape.Width);
        }

        _output.BackwardWeight(gradBranch, memory.Mixed, rows);
        _output.BackwardInput(gradBranch, scratch.MoreRows, rows);
        var call = Call(sequences, memory);
        call.GradOutput = scratch.MoreRows;
        var gradQueries = _pooled ? scratch.Rows : scratch.GradProjected;
        call.GradQ = gradQueries;
        call.GradK = _pooled ? scratch.GradProjected : scratch.GradProjected + _shape.Width;
        call.GradV = call.GradK + _shape.Width;
        // No query asks hidden rows, so that the kernel leaves their gradients alone.
        if (_pooled && sequences.HasHiddenRows)
            new Span<float>(scratch.GradProjected, checked(sequences.Rows * 2 * _shape.Width)).Clear();
        Kernels.AttentionBackward(&call);

        _norm.Repeat(x, memory.Norm1, scratch.Normed, sequences.Rows);
        _project.BackwardWeight(scratch.GradProjected, scratch.Normed, sequences.Rows);
        _project.BackwardInput(scratch.GradProjected, scratch.GradNormed, sequences.Rows);
        if (_pooled)
            BackwardQueries(gradQueries, gradMiddle, gradX, sequences, scratch);
        _norm.Backward(scratch.GradNormed, x, memory.Norm1, gradX, sequences.Rows, accumulate: true);
    }

    /// <summary>What reaches all rows by way of the pooled ones: their queries and their residual stream.</summary>
    private void BackwardQueries(
        float* gradQueries, float* gradMiddle, float* gradX, PackedSequences sequences, BlockScratch scratch)
    {
        var pooled = sequences.Pooled.Pointer;
        var (count, width) = (sequences.Count, _shape.Width);
        Kernels.GatherRows(scratch.Normed, pooled, scratch.MoreRows, count, width);
        _projectQueries.BackwardWeight(gradQueries, scratch.MoreRows, count);
        _projectQueries.BackwardInput(gradQueries, scratch.MoreRows, count);
        Kernels.ScatterAddRows(scratch.MoreRows, pooled, scratch.GradNormed, count, width);
        new Span<float>(gradX, checked(sequences.Rows * width)).Clear();
        Kernels.ScatterAddRows(gradMiddle, pooled, gradX, count, width);
    }

    private AttentionCall Call(PackedSequences sequences, BlockMemory memory)
    {
        var width = _shape.Width;
        var stride = _pooled ? 2 * width : 3 * width;
        var keys = _pooled ? memory.Projected : memory.Projected + width;
        return new AttentionCall
        {
            Q = _pooled ? memory.Queries : memory.Projected,
            K = keys,
            V = keys + width,
            Output = memory.Mixed,
            LogSumExp = memory.LogSumExp,
            QueryStart = _pooled ? sequences.Index.Pointer : sequences.Start.Pointer,
            QueryLength = _pooled ? sequences.One.Pointer : sequences.Length.Pointer,
            KeyStart = sequences.Start.Pointer,
            KeyLength = _pooled ? sequences.Visible.Pointer : sequences.Length.Pointer,
            StrideQ = _pooled ? width : stride,
            StrideK = stride,
            StrideV = stride,
            StrideOutput = width,
            Sequences = sequences.Count,
            Heads = _shape.Heads,
            HeadWidth = _shape.HeadWidth,
            Causal = _shape.Causal && !_pooled ? 1 : 0,
        };
    }
}
