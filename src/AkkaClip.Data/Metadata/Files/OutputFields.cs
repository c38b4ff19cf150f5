using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Files;

/// <summary>Fields of a new file that are as those of another one.</summary>
internal static class OutputFields
{
    public static DataField Like(DataField field) => field switch
    {
        DateTimeDataField date => new DateTimeDataField(field.Name, date.DateTimeFormat, date.IsAdjustedToUTC, date.Unit, field.IsNullable),
        DecimalDataField number => new DecimalDataField(field.Name, number.Precision, number.Scale, number.ForceByteArrayEncoding, field.IsNullable),
        TimeSpanDataField time => new TimeSpanDataField(field.Name, time.TimeSpanFormat, field.IsNullable),
        _ => new DataField(field.Name, field.ClrType, field.IsNullable),
    };
}
