namespace Parquet.Columns;

/// <summary>What stored bytes mean.</summary>
internal interface IBytesConversion<T>
{
    T From(ReadOnlySpan<byte> stored);

    /// <summary>The number of bytes that <see cref="Write"/> takes.</summary>
    int Bytes(T value);

    void Write(T value, Span<byte> stored);
}
