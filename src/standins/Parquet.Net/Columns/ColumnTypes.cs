using System.Numerics;
using Parquet.Columns.Conversions;
using Parquet.File.Values.Primitives;
using Parquet.Meta;
using Parquet.Schema;
using StoredType = Parquet.Meta.Type;

namespace Parquet.Columns;

/// <summary>Finds how the values of a column are stored, from its place in the schema and its .NET type.</summary>
internal static class ColumnTypes
{
    public static ColumnType Of(SchemaElement element, System.Type clrType) => Find(element, clrType) ??
        throw new ParquetException($"the column '{element.Name}' stores {clrType.Name} as {element.Type}, which is not read");

    private static ColumnType? Find(SchemaElement element, System.Type clr) => element.Type switch
    {
        StoredType.BOOLEAN when clr == typeof(bool) => new BooleanType(),
        StoredType.INT32 => OfInt32(element, clr),
        StoredType.INT64 => OfInt64(element, clr),
        StoredType.INT96 when clr == typeof(DateTime) => new FixedType<Int96, DateTime, DateTimeOfInt96>(default, isOrdered: false),
        StoredType.INT96 when clr == typeof(BigInteger) => new FixedType<Int96, BigInteger, BigIntegerOfInt96>(default, isOrdered: false),
        StoredType.FLOAT when clr == typeof(float) => new FixedType<float, float, Same<float>>(default),
        StoredType.DOUBLE when clr == typeof(double) => new FixedType<double, double, Same<double>>(default),
        StoredType.BYTE_ARRAY => OfBytes(element, clr, null),
        StoredType.FIXED_LEN_BYTE_ARRAY when element.TypeLength is > 0 and var length => OfBytes(element, clr, length),
        StoredType.FIXED_LEN_BYTE_ARRAY => throw new ParquetException($"the values of column '{element.Name}' have a fixed length of {element.TypeLength ?? 0} bytes"),
        _ => null,
    };

    private static ColumnType? OfInt32(SchemaElement element, System.Type clr)
    {
        if (clr == typeof(int))
            return new FixedType<int, int, Same<int>>(default);
        if (clr == typeof(sbyte))
            return new FixedType<int, sbyte, SByteOfInt32>(default);
        if (clr == typeof(byte))
            return new FixedType<int, byte, ByteOfInt32>(default);
        if (clr == typeof(short))
            return new FixedType<int, short, Int16OfInt32>(default);
        if (clr == typeof(ushort))
            return new FixedType<int, ushort, UInt16OfInt32>(default);
        if (clr == typeof(uint))
            return new FixedType<int, uint, UInt32OfInt32>(default);
        if (clr == typeof(decimal))
            return new FixedType<int, decimal, DecimalOfInt32>(new DecimalOfInt32(Scale(element)));
        if (clr == typeof(TimeSpan))
            return new FixedType<int, TimeSpan, TimeSpanOfInt32>(default);
        var ticks = element.ConvertedType == ConvertedType.TIMESTAMP_MILLIS ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerDay;
        return clr == typeof(DateTime) ? new FixedType<int, DateTime, DateTimeOfInt32>(new DateTimeOfInt32(ticks)) : null;
    }

    private static ColumnType? OfInt64(SchemaElement element, System.Type clr)
    {
        if (clr == typeof(long))
            return new FixedType<long, long, Same<long>>(default);
        if (clr == typeof(ulong))
            return new FixedType<long, ulong, UInt64OfInt64>(default);
        if (clr == typeof(decimal))
            return new FixedType<long, decimal, DecimalOfInt64>(new DecimalOfInt64(Scale(element)));
        if (clr == typeof(TimeSpan))
            return new FixedType<long, TimeSpan, TimeSpanOfInt64>(default);
        return clr == typeof(DateTime) ? new FixedType<long, DateTime, DateTimeOfInt64>(Timestamp(element)) : null;
    }

    private static DateTimeOfInt64 Timestamp(SchemaElement element)
    {
        // The older annotation says nothing about time zones, and is read as UTC.
        var kind = element.Logical is { Kind: LogicalKind.Timestamp, IsAdjustedToUTC: false } ? DateTimeKind.Local : DateTimeKind.Utc;
        var unit = element.Logical is { Kind: LogicalKind.Timestamp } logical ? logical.Unit
            : element.ConvertedType == ConvertedType.TIMESTAMP_MICROS ? DateTimeTimeUnit.Micros : DateTimeTimeUnit.Millis;
        return unit switch
        {
            DateTimeTimeUnit.Millis => new DateTimeOfInt64(1, TimeSpan.TicksPerMillisecond, kind),
            DateTimeTimeUnit.Micros => new DateTimeOfInt64(1, TimeSpan.TicksPerMicrosecond, kind),
            _ => new DateTimeOfInt64(TimeSpan.NanosecondsPerTick, 1, kind),
        };
    }

    private static ColumnType? OfBytes(SchemaElement element, System.Type clr, int? length)
    {
        if (clr == typeof(string))
            return new BytesType<string, TextOfBytes>(default, length, Utf8Order.Instance, StringComparer.Ordinal);
        if (clr == typeof(byte[]))
            return new BytesType<byte[], ArrayOfBytes>(default, length, BytesOrder.Instance, equality: null);
        if (clr == typeof(decimal))
            return new BytesType<decimal, DecimalOfBytes>(new DecimalOfBytes(Scale(element), length), length, Comparer<decimal>.Default, EqualityComparer<decimal>.Default);
        if (clr == typeof(Guid) && length == 16)
            return new BytesType<Guid, GuidOfBytes>(default, length, Comparer<Guid>.Default, EqualityComparer<Guid>.Default);
        return clr == typeof(Interval) && length == Interval.BinarySize
            ? new BytesType<Interval, IntervalOfBytes>(default, length, order: null, equality: null)
            : null;
    }

    private static int Scale(SchemaElement element) => element.Scale ?? element.Logical?.Scale ?? 0;
}
