namespace Parquet.Columns;

/// <summary>What a stored value of fixed length means.</summary>
internal interface IConversion<TStored, T> where TStored : unmanaged
{
    T From(TStored stored);

    TStored To(T value);
}
