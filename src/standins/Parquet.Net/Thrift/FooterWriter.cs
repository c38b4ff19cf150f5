using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Thrift;

/// <summary>Writes a footer, by the ids of the format's definition.</summary>
internal static class FooterWriter
{
    public static ReadOnlyMemory<byte> Write(FileMetaData file)
    {
        var columns = file.Schema.FindAll(e => e.Type is not null);
        return new CompactWriter().Structure(w => w
            .I32(1, file.Version)
            .List(2, CompactType.Struct, file.Schema, Element)
            .I64(3, file.NumRows)
            .List(4, CompactType.Struct, file.RowGroups, RowGroup)
            .List(5, CompactType.Struct, file.KeyValueMetadata, KeyValue)
            .Text(6, file.CreatedBy)
            // All columns are in the order of their type: without this others must not trust the bounds.
            .List(7, CompactType.Struct, columns, (o, _) => o.Structure(order => order.Struct(1, _ => { })))).Written;
    }

    private static void Element(CompactWriter writer, SchemaElement element) => writer.Structure(w =>
    {
        w.I32(1, (int?)element.Type).I32(2, element.TypeLength).I32(3, (int?)element.RepetitionType).Text(4, element.Name)
            .I32(5, element.NumChildren).I32(6, (int?)element.ConvertedType).I32(7, element.Scale).I32(8, element.Precision)
            .I32(9, element.FieldId);
        if (element.Logical is { } logical)
            w.Struct(10, union => union.Struct((int)logical.Kind, parameters => Parameters(parameters, logical)));
    });

    private static void Parameters(CompactWriter w, LogicalAnnotation logical)
    {
        switch (logical.Kind)
        {
            case LogicalKind.Decimal:
                w.I32(1, logical.Scale).I32(2, logical.Precision);
                break;
            case LogicalKind.Time or LogicalKind.Timestamp:
                w.Bool(1, logical.IsAdjustedToUTC).Struct(2, unit => unit.Struct(
                    logical.Unit switch { DateTimeTimeUnit.Millis => 1, DateTimeTimeUnit.Micros => 2, _ => 3 }, _ => { }));
                break;
            case LogicalKind.Integer:
                w.I8(1, (sbyte)logical.BitWidth).Bool(2, logical.IsSigned);
                break;
        }
    }

    private static void RowGroup(CompactWriter writer, RowGroup group) => writer.Structure(w => w
        .List(1, CompactType.Struct, group.Columns, Chunk)
        .I64(2, group.TotalByteSize)
        .I64(3, group.NumRows)
        .I64(6, group.TotalCompressedSize));

    private static void Chunk(CompactWriter writer, ColumnChunk chunk) => writer.Structure(w => w
        .Text(1, chunk.FilePath)
        .I64(2, chunk.FileOffset)
        .Struct(3, column => Column(column, chunk.MetaData!)));

    private static void Column(CompactWriter w, ColumnMetaData column)
    {
        w.I32(1, (int)column.Type)
            .List(2, CompactType.I32, column.Encodings, (e, encoding) => e.RawI32((int)encoding))
            .List(3, CompactType.Binary, column.PathInSchema, (p, part) => p.RawText(part))
            .I32(4, (int)column.Codec)
            .I64(5, column.NumValues)
            .I64(6, column.TotalUncompressedSize)
            .I64(7, column.TotalCompressedSize)
            .List(8, CompactType.Struct, column.KeyValueMetadata, KeyValue)
            .I64(9, column.DataPageOffset)
            .I64(11, column.DictionaryPageOffset);
        if (column.Statistics is { } s)
        {
            w.Struct(12, t => t.Bytes(1, s.Max).Bytes(2, s.Min).I64(3, s.NullCount).I64(4, s.DistinctCount)
                .Bytes(5, s.MaxValue).Bytes(6, s.MinValue));
        }
    }

    private static void KeyValue(CompactWriter writer, KeyValue pair) => writer.Structure(w => w.Text(1, pair.Key).Text(2, pair.Value));
}
