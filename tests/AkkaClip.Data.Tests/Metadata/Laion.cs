using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Data.Tests.Metadata;

/// <summary>Small files of metadata, and what is in them.</summary>
internal static class Laion
{
    public static DataField Text(string name) => new(name, typeof(string), isNullable: true);

    /// <summary>Writes columns into a file, cut into row groups.</summary>
    public static async Task<string> WriteAsync(string path, int rowsPerGroup, params (DataField Field, Array Values)[] columns)
    {
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(c => c.Field)), stream);
        var rows = columns[0].Values.Length;
        for (var from = 0; from < rows; from += rowsPerGroup)
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, values) in columns)
            {
                var part = Array.CreateInstance(values.GetType().GetElementType()!, Math.Min(rowsPerGroup, rows - from));
                Array.Copy(values, from, part, 0, part.Length);
                await group.WriteColumnAsync(new DataColumn(field, part));
            }
        }
        return path;
    }

    /// <summary>A file of numbered URLs with scores that rise within it, in row groups of 100.</summary>
    public static Task<string> NumberedAsync(string path, int rows, int first = 0) => WriteAsync(
        path, 100,
        (Text("URL"), Enumerable.Range(first, rows).Select(i => $"https://a{i % 7}.example.org/{i}.jpg").ToArray()),
        (Text("TEXT"), Enumerable.Range(first, rows).Select(i => i % 11 == 0 ? null : $"a dog, number {i}").ToArray()),
        (new DataField<int?>("WIDTH"), Enumerable.Range(first, rows).Select(i => (int?)i).ToArray()),
        (new DataField<int?>("HEIGHT"), Enumerable.Range(first, rows).Select(i => i % 5 == 0 ? null : (int?)(1000 - i)).ToArray()),
        (new DataField<double?>("similarity"), Enumerable.Range(first, rows).Select(i => i % 13 == 0 ? null : i % 17 == 0 ? double.NaN : (double?)i / 1000).ToArray()),
        (new DataField<float>("punsafe"), Enumerable.Range(first, rows).Select(i => (float)(i % 100) / 100).ToArray()));

    /// <summary>A column of a file, an element a row.</summary>
    public static async Task<List<object?>> ReadAsync(string path, string column)
    {
        using var reader = await ParquetReader.CreateAsync(path);
        var values = new List<object?>();
        foreach (var group in reader.RowGroups)
            values.AddRange((await group.ReadColumnAsync(reader.Schema.FindDataField(column))).Data.Cast<object?>());
        return values;
    }

    public static RowGroupScan Scan(params string[] paths) => new(paths, SideOrder.Detect, MemoryBudget.Default);
}
