namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>A bit a row.</summary>
internal sealed class RowBitmap
{
    private const int BlockBits = 1 << 23;
    private readonly List<ulong[]> _blocks = [];

    public long Count { get; private set; }

    public bool this[long row] => row / BlockBits < _blocks.Count && (Word(row) >> (int)(row & 63) & 1) != 0;

    public void Set(long row)
    {
        while (_blocks.Count <= row / BlockBits)
            _blocks.Add(new ulong[BlockBits / 64]);
        ref var word = ref Word(row);
        var bit = 1ul << (int)(row & 63);
        Count += (word & bit) == 0 ? 1 : 0;
        word |= bit;
    }

    private ref ulong Word(long row) => ref _blocks[(int)(row / BlockBits)][row % BlockBits / 64];
}
