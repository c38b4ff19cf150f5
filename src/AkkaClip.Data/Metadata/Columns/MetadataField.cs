using Parquet.Schema;

namespace AkkaClip.Data.Metadata.Columns;

/// <summary>A column of a file, with the name by which it is asked for.</summary>
/// <param name="Name">The known name, or the file's own.</param>
/// <param name="Field">The column that holds the values; of swapped sides it is the other one's.</param>
/// <param name="Kind">What its values are.</param>
public sealed record MetadataField(string Name, DataField Field, ColumnKind Kind)
{
    internal static ColumnKind KindOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => ColumnKind.Real,
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => ColumnKind.Integer,
        TypeCode.String => ColumnKind.Text,
        TypeCode.Boolean => ColumnKind.Boolean,
        _ => ColumnKind.Other,
    };
}
