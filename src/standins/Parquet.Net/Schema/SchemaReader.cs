using System.Numerics;
using Parquet.File.Values.Primitives;
using Parquet.Meta;
using StoredType = Parquet.Meta.Type;

namespace Parquet.Schema;

/// <summary>Makes fields of a footer's flat list of schema elements.</summary>
internal sealed class SchemaReader(List<SchemaElement> elements, ParquetOptions options)
{
    private int _next = 1;

    public ParquetSchema Read()
    {
        var fields = Children(elements[0], [], repetition: 0, definition: 0, depth: 0);
        return fields.Count > 0 ? new ParquetSchema(fields) : throw new ParquetException("the schema has no columns");
    }

    private List<Field> Children(SchemaElement parent, string[] path, int repetition, int definition, int depth)
    {
        if (depth > ReadLimits.MaxSchemaDepth)
            throw new ParquetException($"the schema is nested deeper than {ReadLimits.MaxSchemaDepth} levels");
        var fields = new List<Field>();
        for (var i = 0; i < (parent.NumChildren ?? 0); i++)
        {
            if (_next >= elements.Count)
                throw new ParquetException($"the schema ends before the {parent.NumChildren} fields of '{parent.Name}'");
            fields.Add(Read(elements[_next++], path, repetition, definition, depth));
        }
        return fields;
    }

    private Field Read(SchemaElement element, string[] outer, int repetition, int definition, int depth)
    {
        string[] path = [.. outer, element.Name];
        if (element.RepetitionType == FieldRepetitionType.REPEATED)
            repetition++;
        if (element.RepetitionType is not FieldRepetitionType.REQUIRED)
            definition++;
        var field = element.Type is null ? Group(element, path, repetition, definition, depth) : Leaf(element);
        field.Path = new FieldPath(path);
        field.SchemaElement = element;
        field.MaxRepetitionLevel = repetition;
        field.MaxDefinitionLevel = definition;
        return field;
    }

    private Field Group(SchemaElement element, string[] path, int repetition, int definition, int depth)
    {
        var children = Children(element, path, repetition, definition, depth + 1);
        var inner = children is [StructField only] ? only.Fields : children;
        Field field = element.ConvertedType switch
        {
            ConvertedType.MAP or ConvertedType.MAP_KEY_VALUE when inner is [var key, var value] => new MapField(element.Name, key, value),
            // One or two levels below a list: older writers leave out the middle one.
            ConvertedType.LIST when inner is [var item] => new ListField(element.Name, item),
            ConvertedType.LIST when children is [var items] => new ListField(element.Name, items),
            _ when element.RepetitionType == FieldRepetitionType.REPEATED && children is [var item] => new ListField(element.Name, item),
            _ => new StructField(element.Name, children),
        };
        field.IsNullable = element.RepetitionType != FieldRepetitionType.REQUIRED;
        return field;
    }

    private DataField Leaf(SchemaElement element)
    {
        var type = ClrType(element);
        var field = type == typeof(DateTime) ? DateTimeField(element)
            : type == typeof(decimal) ? DecimalField(element)
            : new DataField(element.Name, type);
        field.IsArray = element.RepetitionType == FieldRepetitionType.REPEATED;
        field.SetNullable(element.RepetitionType != FieldRepetitionType.REQUIRED);
        return field;
    }

    private System.Type ClrType(SchemaElement element) => (element.Type, element.ConvertedType) switch
    {
        (StoredType.BOOLEAN, _) => typeof(bool),
        (StoredType.INT32, ConvertedType.INT_8) => typeof(sbyte),
        (StoredType.INT32, ConvertedType.UINT_8) => typeof(byte),
        (StoredType.INT32, ConvertedType.INT_16) => typeof(short),
        (StoredType.INT32, ConvertedType.UINT_16) => typeof(ushort),
        (StoredType.INT32, ConvertedType.UINT_32) => typeof(uint),
        (StoredType.INT32, ConvertedType.DATE or ConvertedType.TIMESTAMP_MILLIS) => typeof(DateTime),
        (StoredType.INT32, ConvertedType.TIME_MILLIS) => typeof(TimeSpan),
        (StoredType.INT64, _) when element.Logical?.Kind == LogicalKind.Timestamp => typeof(DateTime),
        (StoredType.INT64, ConvertedType.UINT_64) => typeof(ulong),
        (StoredType.INT64, ConvertedType.TIME_MICROS) => typeof(TimeSpan),
        (StoredType.INT64, ConvertedType.TIMESTAMP_MILLIS or ConvertedType.TIMESTAMP_MICROS) => typeof(DateTime),
        (StoredType.INT96, _) => options.TreatBigIntegersAsDates ? typeof(DateTime) : typeof(BigInteger),
        (StoredType.FLOAT, _) => typeof(float),
        (StoredType.DOUBLE, _) => typeof(double),
        (StoredType.INT32 or StoredType.INT64 or StoredType.BYTE_ARRAY or StoredType.FIXED_LEN_BYTE_ARRAY, ConvertedType.DECIMAL) => typeof(decimal),
        (StoredType.INT32, _) => typeof(int),
        (StoredType.INT64, _) => typeof(long),
        (StoredType.BYTE_ARRAY, ConvertedType.UTF8) => typeof(string),
        (StoredType.BYTE_ARRAY, _) when element.Logical?.Kind == LogicalKind.String => typeof(string),
        (StoredType.FIXED_LEN_BYTE_ARRAY, ConvertedType.INTERVAL) => typeof(Interval),
        (StoredType.FIXED_LEN_BYTE_ARRAY, null) when element.TypeLength == 16 && element.Logical?.Kind == LogicalKind.Uuid => typeof(Guid),
        (StoredType.BYTE_ARRAY or StoredType.FIXED_LEN_BYTE_ARRAY, null) when options.TreatByteArrayAsString => typeof(string),
        (StoredType.BYTE_ARRAY or StoredType.FIXED_LEN_BYTE_ARRAY, _) => typeof(byte[]),
        _ => throw new ParquetException($"the column '{element.Name}' is of an unknown type {(int?)element.Type}"),
    };

    private static DateTimeDataField DateTimeField(SchemaElement element) => element switch
    {
        { Logical: { Kind: LogicalKind.Timestamp } logical } => new DateTimeDataField(element.Name, DateTimeFormat.Timestamp, logical.IsAdjustedToUTC, logical.Unit),
        { Type: StoredType.INT64, ConvertedType: ConvertedType.TIMESTAMP_MICROS } => new DateTimeDataField(element.Name, DateTimeFormat.DateAndTimeMicros),
        { Type: StoredType.INT64 } => new DateTimeDataField(element.Name, DateTimeFormat.DateAndTime),
        { ConvertedType: ConvertedType.DATE } => new DateTimeDataField(element.Name, DateTimeFormat.Date),
        _ => new DateTimeDataField(element.Name, DateTimeFormat.Impala),
    };

    private static DecimalDataField DecimalField(SchemaElement element)
    {
        var precision = element.Precision ?? element.Logical?.Precision ?? 38;
        var scale = element.Scale ?? element.Logical?.Scale ?? 0;
        return precision >= 1 && scale >= 0 && scale <= precision
            ? new DecimalDataField(element.Name, precision, scale)
            : throw new ParquetException($"the column '{element.Name}' is of {precision} decimal digits with {scale} behind the point");
    }
}
