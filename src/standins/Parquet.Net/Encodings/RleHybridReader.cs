namespace Parquet.Encodings;

/// <summary>Runs of one number, and groups of eight packed ones: levels, dictionary indices, booleans.</summary>
internal ref struct RleHybridReader
{
    private readonly int _width;
    private ReadOnlySpan<byte> _data;
    private ReadOnlySpan<byte> _packed;
    private long _packedBit;
    private long _left;
    private int _value;
    private bool _isPacked;

    public RleHybridReader(ReadOnlySpan<byte> data, int width)
    {
        if (width > 32)
            throw new ParquetException($"run-length encoded numbers of {width} bits; at most 32 are possible");
        _data = data;
        _width = width;
    }

    /// <summary>Whether the next numbers are all the same one, and how many of <paramref name="atMost"/>; they are consumed.</summary>
    public bool TryReadRun(int atMost, out int value, out int count)
    {
        NextRun();
        value = _value;
        count = _isPacked ? 0 : (int)Math.Min(_left, atMost);
        _left -= count;
        return !_isPacked;
    }

    /// <exception cref="ParquetException">There are fewer numbers.</exception>
    public void Read(Span<int> numbers)
    {
        while (numbers.Length > 0)
        {
            if (TryReadRun(numbers.Length, out var value, out var count))
            {
                numbers[..count].Fill(value);
            }
            else
            {
                count = (int)Math.Min(_left, numbers.Length);
                BitUnpacker.Unpack(_packed, _packedBit, _width, numbers[..count]);
                _packedBit += (long)count * _width;
                _left -= count;
            }
            numbers = numbers[count..];
        }
    }

    private void NextRun()
    {
        while (_left == 0)
        {
            if (_data.IsEmpty && _width > 0)
                throw new ParquetException("run-length encoded data ends too early");
            if (_data.IsEmpty)
            {
                // Numbers without bits: some writers leave out the runs.
                (_isPacked, _value, _left) = (false, 0, int.MaxValue);
                return;
            }
            var header = Varint.Read(ref _data);
            _isPacked = (header & 1) != 0;
            if (_isPacked)
            {
                var groups = Math.Min(header >> 1, int.MaxValue);
                var bytes = (int)Math.Min(groups * (ulong)_width, (ulong)_data.Length);
                _packed = _data[..bytes];
                _packedBit = 0;
                _data = _data[bytes..];
                // The last group may be cut off behind the numbers that are needed.
                _left = _width == 0 ? (long)groups * 8 : Math.Min((long)groups * 8, bytes * 8L / _width);
            }
            else
            {
                _left = (long)Math.Min(header >> 1, int.MaxValue);
                var bytes = (_width + 7) / 8;
                if (bytes > _data.Length)
                    throw new ParquetException("run-length encoded data ends too early");
                uint value = 0;
                for (var i = 0; i < bytes; i++)
                    value |= (uint)_data[i] << 8 * i;
                _value = (int)value;
                _data = _data[bytes..];
            }
        }
    }
}
