using static TorchSharp.torch;

namespace AkkaClip.Model.Towers.Plain;

/// <summary>
/// One pass through a tower's segments that is kept for its backward pass: as one graph, or, under gradient
/// checkpointing, as the inputs of the segments, which are computed again (Chen et al. 2016).
/// </summary>
/// <remarks>Owns what it keeps. A segment's temporaries are disposed when it ends; the graph holds what it needs itself.</remarks>
internal sealed class SegmentChain : IDisposable
{
    private readonly IReadOnlyList<Segment> _segments;
    private readonly bool _checkpointing;
    private readonly List<Tensor> _inputs = [];
    private Tensor? _output;

    private SegmentChain(IReadOnlyList<Segment> segments, bool checkpointing)
    {
        _segments = segments;
        _checkpointing = checkpointing;
    }

    /// <summary>A pass without graph. The caller owns the result and keeps the input.</summary>
    public static Tensor Evaluate(IReadOnlyList<Segment> segments, Tensor input)
    {
        using var _ = no_grad();
        var x = input.alias();
        foreach (var segment in segments)
            x = Replace(x, Apply(segment, x));
        return x;
    }

    /// <summary>A pass that is kept.</summary>
    /// <param name="input">Taken over. A leaf; if it requires a gradient, <see cref="Backward"/> leaves it there.</param>
    /// <param name="output">The result without graph; the caller owns it.</param>
    public static SegmentChain Forward(
        IReadOnlyList<Segment> segments, Tensor input, bool checkpointing, out Tensor output)
    {
        var chain = new SegmentChain(segments, checkpointing);
        chain._inputs.Add(input);
        output = checkpointing ? chain.ForwardCheckpointed() : chain.ForwardRecorded();
        return chain;
    }

    /// <summary>Adds the parameters' gradients to their leaves.</summary>
    /// <returns>The gradient of the input, if it requires one; it lives as long as this chain.</returns>
    public Tensor? Backward(Tensor gradient)
    {
        if (_checkpointing)
            return BackwardCheckpointed(gradient);
        if (_output!.requires_grad)
            _output.backward([gradient]);
        return _inputs[0].requires_grad ? Own(_inputs[0].grad!) : null;
    }

    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
        _output?.Dispose();
    }

    private Tensor ForwardRecorded()
    {
        var x = _inputs[0].alias();
        foreach (var segment in _segments)
            x = Replace(x, Apply(segment, x));
        _output = x;
        return x.detach();
    }

    private Tensor ForwardCheckpointed()
    {
        using var _ = no_grad();
        foreach (var segment in _segments)
            _inputs.Add(Apply(segment, _inputs[^1]));
        return _inputs[^1].alias();
    }

    private Tensor? BackwardCheckpointed(Tensor gradient)
    {
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            var wantsInput = _inputs[0].requires_grad || _segments.Take(i).Any(segment => segment.Trained);
            if (!wantsInput && !_segments[i].Trained)
                return null;
            using var input = _inputs[i].detach().requires_grad_(wantsInput);
            using var output = Apply(_segments[i], input);
            output.backward([gradient]);
            if (!wantsInput)
                return null;
            gradient = Own(input.grad!);
        }

        return gradient;
    }

    /// <summary>Gradients on the way are let go of with the chain.</summary>
    private Tensor Own(Tensor tensor)
    {
        _inputs.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    private static Tensor Apply(Segment segment, Tensor x)
    {
        using var _ = NewDisposeScope();
        return segment.Forward(x).DetachFromDisposeScope();
    }

    private static Tensor Replace(Tensor old, Tensor next)
    {
        old.Dispose();
        return next;
    }
}
