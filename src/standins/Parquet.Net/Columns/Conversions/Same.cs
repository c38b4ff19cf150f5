namespace Parquet.Columns.Conversions;

/// <summary>Numbers as they are stored.</summary>
internal readonly struct Same<T> : IConversion<T, T> where T : unmanaged
{
    public T From(T stored) => stored;

    public T To(T value) => value;
}
