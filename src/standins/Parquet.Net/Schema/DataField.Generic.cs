namespace Parquet.Schema;

/// <summary>A column of values of type <typeparamref name="T"/>.</summary>
public class DataField<T> : DataField
{
    public DataField(string name, bool? nullable = null) : base(name, typeof(T), nullable) { }
}
