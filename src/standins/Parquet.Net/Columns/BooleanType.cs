using System.Buffers;

namespace Parquet.Columns;

/// <summary>Booleans, a bit each.</summary>
internal sealed class BooleanType : ColumnType<bool>
{
    protected override IComparer<bool> Order => Comparer<bool>.Default;

    protected override IEqualityComparer<bool>? Equality => null;

    public override ColumnValues NewValues(int expected) => new BooleanValues(expected);

    public override object? Bound(ReadOnlySpan<byte> stored) => stored.Length == 1 ? stored[0] != 0 : null;

    protected override int StoredBytes(bool value) => 1;

    protected override byte[] Bare(bool value) => [value ? (byte)1 : (byte)0];

    protected override void WritePlain(ReadOnlySpan<bool> values, ArrayBufferWriter<byte> output)
    {
        var bytes = output.GetSpan((values.Length + 7) / 8 + 1)[..((values.Length + 7) / 8)];
        bytes.Clear();
        for (var i = 0; i < values.Length; i++)
            bytes[i >> 3] |= (byte)((values[i] ? 1 : 0) << (i & 7));
        output.Advance(bytes.Length);
    }
}
