namespace AkkaClip.Model.Fused;

/// <summary>The blocks of a tower with their memory. Shapes: x [T, W] in; [T, W] out, or [b, W] where the last block is pooled.</summary>
/// <remarks>
/// The backward pass goes down to the lowest trained block and no further. With checkpointing a block keeps its input
/// only, and all blocks share the rest of the memory.
/// </remarks>
internal sealed unsafe class TransformerStack : IDisposable
{
    private readonly BlockShape _shape;
    private readonly TransformerBlock[] _blocks;
    private readonly BlockMemory[] _memories;
    private readonly BlockScratch _scratch;
    private readonly FloatBuffer[] _streams;
    private readonly FloatBuffer _gradPooled = new();
    private readonly FloatBuffer _gradRows = new();
    private readonly bool _checkpointing;

    /// <param name="trainedBelow">Something ahead of the blocks needs the gradient of their input.</param>
    public TransformerStack(
        WeightSource weights, int layers, BlockShape shape, bool pooledLast, bool checkpointing, bool trainedBelow)
    {
        _shape = shape;
        _checkpointing = checkpointing;
        _blocks = [.. Enumerable.Range(0, layers).Select(layer => new TransformerBlock(
            weights.Under($"transformer.resblocks.{layer}"), shape, pooledLast && layer == layers - 1))];
        _memories = [.. Enumerable.Range(0, checkpointing ? 1 : layers).Select(_ => new BlockMemory(shape))];
        _scratch = new BlockScratch(shape);
        _streams = [.. Enumerable.Range(0, layers + 1).Select(_ => new FloatBuffer())];
        FirstTrained = trainedBelow ? 0 : Array.FindIndex(_blocks, block => block.IsTrained);
    }

    /// <summary>The lowest block that the backward pass computes; -1: none.</summary>
    public int FirstTrained { get; }

    public bool IsPooled => _blocks.Length > 0 && _blocks[^1].IsPooled;

    /// <summary>Where the input of the blocks belongs, [T, W].</summary>
    public float* Input(int rows) => _streams[0].Take((long)rows * _shape.Width);

    /// <param name="keep">A backward pass may follow.</param>
    public float* Forward(PackedSequences sequences, bool keep)
    {
        var x = Input(sequences.Rows);
        for (var layer = 0; layer < _blocks.Length; layer++)
        {
            // What nothing is kept of alternates between two streams.
            var stream = keep ? _streams[layer + 1] : _streams[Math.Min(1 + (layer % 2), _blocks.Length)];
            var y = stream.Take((long)_blocks[layer].OutputRows(sequences) * _shape.Width);
            _blocks[layer].Forward(x, y, sequences, Memory(keep ? layer : 0), _scratch);
            x = y;
        }

        return x;
    }

    /// <summary>Memory for the gradient of the output, [T, W] or [b, W].</summary>
    public float* GradOutput(PackedSequences sequences) => IsPooled
        ? _gradPooled.Take((long)sequences.Count * _shape.Width)
        : _gradRows.Take((long)sequences.Rows * _shape.Width);

    /// <returns>The gradient of the input [T, W]; null where nothing below needs it.</returns>
    public float* Backward(PackedSequences sequences)
    {
        if (FirstTrained < 0)
            return null;
        var gradY = GradOutput(sequences);
        var gradX = _gradRows.Take((long)sequences.Rows * _shape.Width);
        for (var layer = _blocks.Length - 1; layer >= FirstTrained; layer--)
        {
            var block = _blocks[layer];
            var x = _streams[layer].Take((long)sequences.Rows * _shape.Width);
            if (_checkpointing)
                block.Forward(x, _streams[layer + 1].Take((long)block.OutputRows(sequences) * _shape.Width), sequences, _memories[0], _scratch);
            block.Backward(x, gradY, gradX, sequences, Memory(layer), _scratch);
            gradY = gradX;
        }

        return gradX;
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IEnumerable<IDisposable>)[.. _memories, .. _streams, _scratch, _gradPooled, _gradRows])
            part.Dispose();
    }

    private BlockMemory Memory(int layer) => _memories[_checkpointing ? 0 : layer];
}
