using System.Collections.Immutable;

namespace AkkaClip.Collectives.Sockets;

/// <summary>A buffer cut into one part for each rank, and each part into chunks of which one fits a frame. In elements.</summary>
internal sealed class ChunkedParts
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int _chunkLength;

    private ChunkedParts(IReadOnlyCollection<int> lengths, int chunkLength)
    {
        _lengths = [.. lengths];
        _chunkLength = chunkLength;
        _starts = new int[_lengths.Length];
        for (var part = 1; part < _lengths.Length; part++)
            _starts[part] = _starts[part - 1] + _lengths[part - 1];
    }

    public static ChunkedParts Of(ImmutableArray<int> lengths, int chunkLength) => new(lengths, chunkLength);

    /// <summary>Parts of equal length, but for the last, which begin at multiples of <paramref name="alignment"/>.</summary>
    public static ChunkedParts Equal(int length, int numParts, int alignment, int chunkLength)
    {
        var each = (((long)length + numParts - 1) / numParts + alignment - 1) / alignment * alignment;
        return new ChunkedParts([.. Enumerable.Range(0, numParts).Select(part => (int)(Math.Min(length, (part + 1) * each) - Math.Min(length, part * each)))], chunkLength);
    }

    public int NumParts => _lengths.Length;

    public int Length(int part) => _lengths[part];

    public int NumChunks(int part) => (int)(((long)_lengths[part] + _chunkLength - 1) / _chunkLength);

    public int NumAllChunks => Enumerable.Range(0, NumParts).Sum(NumChunks);

    public bool Has(int part, int chunk) => part >= 0 && part < NumParts && chunk >= 0 && chunk < NumChunks(part);

    /// <summary>Start in the whole buffer, and length.</summary>
    public (int Start, int Count) Chunk(int part, int chunk)
    {
        var start = chunk * _chunkLength;
        return (_starts[part] + start, Math.Min(_chunkLength, _lengths[part] - start));
    }

    /// <summary>A flag for each chunk of each part.</summary>
    public bool[][] Flags() => [.. Enumerable.Range(0, NumParts).Select(part => new bool[NumChunks(part)])];
}
