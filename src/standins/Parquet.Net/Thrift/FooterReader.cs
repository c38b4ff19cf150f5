using Parquet.Meta;
using Parquet.Schema;
using Type = Parquet.Meta.Type;

namespace Parquet.Thrift;

/// <summary>Reads the structures of a footer, by the ids of the format's definition.</summary>
internal static class FooterReader
{
    public static FileMetaData Read(ReadOnlySpan<byte> footer)
    {
        var reader = new CompactReader(footer);
        var file = new FileMetaData();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: file.Version = reader.I32(type); break;
                case 2:
                    for (var n = reader.List(type, CompactType.Struct); n > 0; n--)
                        file.Schema.Add(Element(ref reader));
                    break;
                case 3: file.NumRows = reader.I64(type); break;
                case 4:
                    for (var n = reader.List(type, CompactType.Struct); n > 0; n--)
                        file.RowGroups.Add(RowGroup(ref reader));
                    break;
                case 5: file.KeyValueMetadata = KeyValues(ref reader, type); break;
                case 6: file.CreatedBy = reader.Text(type); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        if (file.Schema.Count == 0)
            throw new ParquetException("the footer has no schema");
        return file;
    }

    private static SchemaElement Element(ref CompactReader reader)
    {
        var element = new SchemaElement();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1: element.Type = (Type)reader.I32(type); break;
                case 2: element.TypeLength = reader.I32(type); break;
                case 3: element.RepetitionType = (FieldRepetitionType)reader.I32(type); break;
                case 4: element.Name = reader.Text(type); break;
                case 5: element.NumChildren = reader.I32(type); break;
                case 6: element.ConvertedType = (ConvertedType)reader.I32(type); break;
                case 7: element.Scale = reader.I32(type); break;
                case 8: element.Precision = reader.I32(type); break;
                case 9: element.FieldId = reader.I32(type); break;
                case 10 when type == CompactType.Struct: element.Logical = Annotation(ref reader); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return element;
    }

    private static LogicalAnnotation? Annotation(ref CompactReader reader)
    {
        LogicalAnnotation? annotation = null;
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            if (type != CompactType.Struct)
            {
                reader.Skip(type);
                continue;
            }
            annotation = Parameters(ref reader, new LogicalAnnotation((LogicalKind)id));
        }
        reader.End(outer);
        return annotation;
    }

    private static LogicalAnnotation Parameters(ref CompactReader reader, LogicalAnnotation annotation)
    {
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (annotation.Kind, id)
            {
                case (LogicalKind.Decimal, 1): annotation = annotation with { Scale = reader.I32(type) }; break;
                case (LogicalKind.Decimal, 2): annotation = annotation with { Precision = reader.I32(type) }; break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 1): annotation = annotation with { IsAdjustedToUTC = CompactReader.Bool(type) }; break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 2) when type == CompactType.Struct: annotation = annotation with { Unit = Unit(ref reader) }; break;
                case (LogicalKind.Integer, 1): annotation = annotation with { BitWidth = reader.I32(type) }; break;
                case (LogicalKind.Integer, 2): annotation = annotation with { IsSigned = CompactReader.Bool(type) }; break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return annotation;
    }

    private static DateTimeTimeUnit Unit(ref CompactReader reader)
    {
        var unit = DateTimeTimeUnit.Millis;
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            unit = id switch { 2 => DateTimeTimeUnit.Micros, 3 => DateTimeTimeUnit.Nanos, _ => DateTimeTimeUnit.Millis };
            reader.Skip(type);
        }
        reader.End(outer);
        return unit;
    }

    private static RowGroup RowGroup(ref CompactReader reader)
    {
        var group = new RowGroup();
        var outer = reader.Begin();
        while (reader.Next(out var id, out var type))
        {
            switch (id)
            {
                case 1:
                    for (var n = reader.List(type, CompactType.Struct); n > 0; n--)
                        group.Columns.Add(ChunkMetaReader.Chunk(ref reader));
                    break;
                case 2: group.TotalByteSize = reader.I64(type); break;
                case 3: group.NumRows = reader.I64(type); break;
                case 6: group.TotalCompressedSize = reader.I64(type); break;
                default: reader.Skip(type); break;
            }
        }
        reader.End(outer);
        return group;
    }

    internal static List<KeyValue> KeyValues(ref CompactReader reader, CompactType list)
    {
        var pairs = new List<KeyValue>();
        for (var n = reader.List(list, CompactType.Struct); n > 0; n--)
        {
            var pair = new KeyValue();
            var outer = reader.Begin();
            while (reader.Next(out var id, out var type))
            {
                switch (id)
                {
                    case 1: pair.Key = reader.Text(type); break;
                    case 2: pair.Value = reader.Text(type); break;
                    default: reader.Skip(type); break;
                }
            }
            reader.End(outer);
            pairs.Add(pair);
        }
        return pairs;
    }
}
