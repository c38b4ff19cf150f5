using System.IO.Compression;
using Parquet.Data;
using Parquet.Schema;

namespace Parquet.Tests.Kit;

/// <summary>Whole tables in memory: written, and read again.</summary>
internal static class Tables
{
    public static async Task<MemoryStream> WriteAsync(
        IReadOnlyList<(DataField Field, Array Values)> columns,
        CompressionMethod method = CompressionMethod.Snappy,
        ParquetOptions? options = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        int rowGroups = 1)
    {
        var stream = new MemoryStream();
        var schema = new ParquetSchema(columns.Select(c => c.Field));
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, options))
        {
            writer.CompressionMethod = method;
            writer.CompressionLevel = CompressionLevel.Optimal;
            if (metadata is not null)
                writer.CustomMetadata = metadata;
            for (var g = 0; g < rowGroups; g++)
            {
                using var group = writer.CreateRowGroup();
                foreach (var (field, values) in columns)
                    await group.WriteColumnAsync(new DataColumn(field, values));
                group.CompleteValidate();
            }
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>A column over all row groups, an element a row.</summary>
    public static async Task<List<object?>> ReadAsync(Stream stream, string column, ParquetOptions? options = null)
    {
        using var reader = await ParquetReader.CreateAsync(stream, options);
        var field = reader.Schema.FindDataField(column);
        var values = new List<object?>();
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            values.AddRange((await group.ReadColumnAsync(field)).Data.Cast<object?>());
        }
        return values;
    }

    /// <summary>Reads every column of every row group; the values are counted.</summary>
    public static async Task<long> ReadAllAsync(Stream stream)
    {
        using var reader = await ParquetReader.CreateAsync(stream);
        var count = 0L;
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            foreach (var field in reader.Schema.DataFields)
            {
                _ = group.GetStatistics(field);
                count += (await group.ReadColumnAsync(field)).Data.Length;
            }
        }
        return count;
    }
}
