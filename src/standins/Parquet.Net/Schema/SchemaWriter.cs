using System.Numerics;
using Parquet.File.Values.Primitives;
using Parquet.Meta;
using StoredType = Parquet.Meta.Type;

namespace Parquet.Schema;

/// <summary>Makes a footer's schema elements of fields.</summary>
internal static class SchemaWriter
{
    private const int DefaultPrecision = 38;
    private const int DefaultScale = 18;

    public static List<SchemaElement> Write(ParquetSchema schema)
    {
        var elements = new List<SchemaElement> { new() { Name = "root", NumChildren = schema.Fields.Count } };
        foreach (var field in schema.Fields)
        {
            if (field is not DataField { IsArray: false } column)
                throw new NotSupportedException($"the field '{field.Path}' is nested; only flat columns are written");
            column.SchemaElement = Element(column);
            elements.Add(column.SchemaElement);
        }
        return elements;
    }

    private static SchemaElement Element(DataField field)
    {
        var element = Stored(field);
        element.Name = field.Name;
        element.RepetitionType = field.IsNullable ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
        return element;
    }

    private static SchemaElement Stored(DataField field) => field switch
    {
        DateTimeDataField date => Date(date),
        DecimalDataField number => Decimal(number.Precision, number.Scale, number.ForceByteArrayEncoding),
        TimeSpanDataField { TimeSpanFormat: TimeSpanFormat.MicroSeconds } => new()
        {
            Type = StoredType.INT64, ConvertedType = ConvertedType.TIME_MICROS, Logical = new(LogicalKind.Time) { IsAdjustedToUTC = true, Unit = DateTimeTimeUnit.Micros },
        },
        _ => Plain(field.ClrType),
    };

    private static SchemaElement Plain(System.Type type)
    {
        if (type == typeof(bool))
            return new() { Type = StoredType.BOOLEAN };
        if (type == typeof(float))
            return new() { Type = StoredType.FLOAT };
        if (type == typeof(double))
            return new() { Type = StoredType.DOUBLE };
        if (type == typeof(string))
            return new() { Type = StoredType.BYTE_ARRAY, ConvertedType = ConvertedType.UTF8, Logical = new(LogicalKind.String) };
        if (type == typeof(byte[]))
            return new() { Type = StoredType.BYTE_ARRAY };
        if (type == typeof(decimal))
            return Decimal(DefaultPrecision, DefaultScale, asBytes: true);
        if (type == typeof(DateTime) || type == typeof(BigInteger))
            return new() { Type = StoredType.INT96 };
        if (type == typeof(TimeSpan))
            return new() { Type = StoredType.INT32, ConvertedType = ConvertedType.TIME_MILLIS, Logical = new(LogicalKind.Time) { IsAdjustedToUTC = true } };
        if (type == typeof(Guid))
            return new() { Type = StoredType.FIXED_LEN_BYTE_ARRAY, TypeLength = 16, Logical = new(LogicalKind.Uuid) };
        if (type == typeof(Interval))
            return new() { Type = StoredType.FIXED_LEN_BYTE_ARRAY, TypeLength = Interval.BinarySize, ConvertedType = ConvertedType.INTERVAL };
        return Integer(type);
    }

    private static SchemaElement Integer(System.Type type)
    {
        var (bits, isSigned, converted) =
            type == typeof(sbyte) ? (8, true, ConvertedType.INT_8)
            : type == typeof(byte) ? (8, false, ConvertedType.UINT_8)
            : type == typeof(short) ? (16, true, ConvertedType.INT_16)
            : type == typeof(ushort) ? (16, false, ConvertedType.UINT_16)
            : type == typeof(int) ? (32, true, ConvertedType.INT_32)
            : type == typeof(uint) ? (32, false, ConvertedType.UINT_32)
            : type == typeof(long) ? (64, true, ConvertedType.INT_64)
            : (64, false, ConvertedType.UINT_64);
        return new()
        {
            Type = bits == 64 ? StoredType.INT64 : StoredType.INT32,
            ConvertedType = converted,
            Logical = new(LogicalKind.Integer) { BitWidth = bits, IsSigned = isSigned },
        };
    }

    private static SchemaElement Date(DateTimeDataField field) => field.DateTimeFormat switch
    {
        DateTimeFormat.DateAndTime => new() { Type = StoredType.INT64, ConvertedType = ConvertedType.TIMESTAMP_MILLIS },
        DateTimeFormat.DateAndTimeMicros => new() { Type = StoredType.INT64, ConvertedType = ConvertedType.TIMESTAMP_MICROS },
        DateTimeFormat.Date => new() { Type = StoredType.INT32, ConvertedType = ConvertedType.DATE },
        DateTimeFormat.Timestamp => new()
        {
            Type = StoredType.INT64, Logical = new(LogicalKind.Timestamp) { IsAdjustedToUTC = field.IsAdjustedToUTC, Unit = field.Unit },
        },
        _ => new() { Type = StoredType.INT96 },
    };

    private static SchemaElement Decimal(int precision, int scale, bool asBytes)
    {
        var type = asBytes || precision > 18 ? StoredType.FIXED_LEN_BYTE_ARRAY : precision > 9 ? StoredType.INT64 : StoredType.INT32;
        return new()
        {
            Type = type,
            TypeLength = type == StoredType.FIXED_LEN_BYTE_ARRAY ? (BigInteger.Pow(10, precision) - 1).GetByteCount() : null,
            ConvertedType = ConvertedType.DECIMAL,
            Precision = precision,
            Scale = scale,
            Logical = new(LogicalKind.Decimal) { Precision = precision, Scale = scale },
        };
    }
}
