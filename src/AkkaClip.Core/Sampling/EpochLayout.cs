namespace AkkaClip.Core.Sampling;

/// <summary>What all epochs have in common: the sizes, and a permutation for every size of window that occurs.</summary>
internal sealed class EpochLayout
{
    private readonly KeyedPermutation _full;
    private readonly KeyedPermutation _fullWithShort;
    private readonly KeyedPermutation _last;
    private readonly KeyedPermutation _lastWithShort;

    public EpochLayout(long numSamples, long blockSamples, int windowBlocks)
    {
        NumSamples = numSamples;
        BlockSamples = blockSamples;
        var numBlocks = CeilingDivide(numSamples, blockSamples);
        WindowBlocks = Math.Min(windowBlocks, numBlocks);
        Missing = (numBlocks * blockSamples) - numSamples;
        LastWindow = CeilingDivide(numBlocks, WindowBlocks) - 1;
        Blocks = new KeyedPermutation(numBlocks);

        var lastSamples = (numBlocks - (LastWindow * WindowBlocks)) * blockSamples;
        _full = new KeyedPermutation(WindowSamples);
        _fullWithShort = new KeyedPermutation(WindowSamples - Missing);
        _last = new KeyedPermutation(lastSamples);
        _lastWithShort = new KeyedPermutation(lastSamples - Missing);
    }

    public long NumSamples { get; }

    public long BlockSamples { get; }

    public long WindowBlocks { get; }

    public long WindowSamples => WindowBlocks * BlockSamples;

    public long LastWindow { get; }

    /// <summary>Samples that the short last block lacks, less than <see cref="BlockSamples"/>.</summary>
    public long Missing { get; }

    public KeyedPermutation Blocks { get; }

    public KeyedPermutation Window(long window, bool withShort) => (window == LastWindow, withShort) switch
    {
        (false, false) => _full,
        (false, true) => _fullWithShort,
        (true, false) => _last,
        (true, true) => _lastWithShort,
    };

    private static long CeilingDivide(long number, long divisor) => (number + divisor - 1) / divisor;
}
