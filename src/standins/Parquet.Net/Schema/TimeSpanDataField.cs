namespace Parquet.Schema;

/// <summary>A column of times of a day.</summary>
public class TimeSpanDataField : DataField
{
    public TimeSpanDataField(string name, TimeSpanFormat format, bool? isNullable = null, bool? isArray = null, string? propertyName = null)
        : base(name, typeof(TimeSpan), isNullable, isArray, propertyName) => TimeSpanFormat = format;

    public TimeSpanFormat TimeSpanFormat { get; }
}
