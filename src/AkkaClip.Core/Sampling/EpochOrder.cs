namespace AkkaClip.Core.Sampling;

/// <summary>One epoch's order: offset in the epoch to sample index. Immutable, a few numbers.</summary>
internal sealed class EpochOrder
{
    private readonly EpochLayout _layout;
    private readonly ulong _blockKey;
    private readonly ulong _windowKey;

    /// <summary>Where the permutation has put the short last block.</summary>
    private readonly long _shortSlot;
    private readonly long _shortWindow;

    public EpochOrder(EpochLayout layout, long seed, long epoch)
    {
        _layout = layout;
        Epoch = epoch;
        _blockKey = Mixing.Key(seed, (long)RandomPurpose.SampleOrder, epoch, 0);
        _windowKey = Mixing.Key(seed, (long)RandomPurpose.SampleOrder, epoch, 1);
        _shortSlot = layout.Blocks.Invert(_blockKey, layout.Blocks.Size - 1);
        _shortWindow = _shortSlot / layout.WindowBlocks;
    }

    public long Epoch { get; }

    public long At(long offset)
    {
        var window = WindowOf(offset);
        var permutation = _layout.Window(window, window == _shortWindow);
        var within = permutation.Apply(Mixing.Mix(_windowKey + ((ulong)window * Mixing.Gamma)), offset - StartOf(window));

        // Behind the short block everything lies as if it were whole.
        var firstSlot = window * _layout.WindowBlocks;
        if (window == _shortWindow && within >= ((_shortSlot - firstSlot + 1) * _layout.BlockSamples) - _layout.Missing)
            within += _layout.Missing;
        var (slot, sample) = Math.DivRem(within, _layout.BlockSamples);
        return (_layout.Blocks.Apply(_blockKey, firstSlot + slot) * _layout.BlockSamples) + sample;
    }

    /// <summary>First offset and number of samples of the window that an offset lies in.</summary>
    public (long Start, long Size) WindowAt(long offset)
    {
        var window = WindowOf(offset);
        return (StartOf(window), _layout.Window(window, window == _shortWindow).Size);
    }

    private long WindowOf(long offset) =>
        (offset < StartOf(_shortWindow + 1) ? offset : offset + _layout.Missing) / _layout.WindowSamples;

    private long StartOf(long window) => (window * _layout.WindowSamples) - (window > _shortWindow ? _layout.Missing : 0);
}
