using System.Globalization;
using System.Text.Json;
using AkkaClip.TestSupport;
using Parquet.Schema;
using Parquet.Tests.Kit;
using Xunit.Abstractions;

namespace Parquet.Tests;

/// <summary>Tables whose rows another reader has written down.</summary>
public sealed class ExpectedRowsTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Flat_columns_hold_the_rows_that_are_expected()
    {
        var compared = 0;
        foreach (var json in Directory.EnumerateFiles(TestData.Require("parquet"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var table = Directory.EnumerateFiles(TestData.Require("parquet"), Path.GetFileNameWithoutExtension(json) + ".parquet", SearchOption.AllDirectories).FirstOrDefault();
            using var rows = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(json));
            if (table is not null)
                compared += await CompareAsync(table, [.. rows.RootElement.EnumerateArray()]);
        }
        output.WriteLine($"{compared} columns");
        Assert.NotEqual(0, compared);
    }

    [SkippableFact]
    public async Task Tables_hold_the_rows_of_the_lines_beside_them()
    {
        foreach (var csv in Directory.EnumerateFiles(TestData.Require("parquet"), "*_expect.csv", SearchOption.AllDirectories))
        {
            var lines = (await System.IO.File.ReadAllLinesAsync(csv)).Select(Cells).ToList();
            await using var stream = System.IO.File.OpenRead(csv.Replace("_expect.csv", ".parquet", StringComparison.Ordinal));
            DataField[] fields;
            using (var reader = await ParquetReader.CreateAsync(stream))
                fields = reader.Schema.DataFields;
            Assert.Equal(lines[0].Count, fields.Length);
            for (var c = 0; c < fields.Length; c++)
            {
                var values = await Tables.ReadAsync(stream, fields[c].Name, new ParquetOptions { TreatByteArrayAsString = true });
                Assert.Equal(lines.Skip(1).Select(l => l[c]), values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? ""));
            }
        }
    }

    private static async Task<int> CompareAsync(string table, JsonElement[] rows)
    {
        await using var stream = System.IO.File.OpenRead(table);
        ParquetSchema schema;
        using (var reader = await ParquetReader.CreateAsync(stream))
            schema = reader.Schema;
        var compared = 0;
        for (var c = 0; c < schema.Fields.Count; c++)
        {
            if (schema.Fields[c] is not DataField { IsArray: false } field)
                continue;
            var values = await Tables.ReadAsync(stream, field.Name);
            Assert.Equal(rows.Length, values.Count);
            for (var r = 0; r < rows.Length; r++)
            {
                var expected = rows[r].ValueKind == JsonValueKind.Array ? rows[r][c] : rows[r].TryGetProperty(field.Name, out var cell) ? cell : default;
                Assert.True(Agree(expected, values[r]), $"{table}, column {field.Name}, row {r}: {values[r]} where {expected} is expected");
            }
            compared++;
        }
        return compared;
    }

    private static bool Agree(JsonElement expected, object? value) => (expected.ValueKind, value) switch
    {
        (JsonValueKind.Null or JsonValueKind.Undefined, null) => true,
        (JsonValueKind.True or JsonValueKind.False, bool b) => expected.GetBoolean() == b,
        (JsonValueKind.Number, double d) => expected.GetDouble() == d,
        (JsonValueKind.Number, float f) => expected.GetSingle() == f,
        (JsonValueKind.Number, decimal d) => Math.Abs((decimal)expected.GetDouble() - d) <= 1e-9m * Math.Max(1, Math.Abs(d)),
        (JsonValueKind.Number, IConvertible n) => expected.GetDecimal() == n.ToDecimal(CultureInfo.InvariantCulture),
        (JsonValueKind.String, string s) => expected.GetString() == s,
        (JsonValueKind.String, byte[] b) => expected.GetString() == System.Text.Encoding.UTF8.GetString(b) || expected.GetString() == System.Text.Encoding.Latin1.GetString(b),
        (JsonValueKind.String, DateTime t) => DateTime.Parse(expected.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) is var e && (e - t).Duration() < TimeSpan.FromMilliseconds(1),
        (JsonValueKind.Array, byte[] b) => expected.EnumerateArray().Select(e => (byte)e.GetInt32()).SequenceEqual(b),
        // Bytes with an annotation that .NET has no type for.
        (JsonValueKind.Object or JsonValueKind.Number or JsonValueKind.Array, byte[]) => true,
        _ => false,
    };

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var (cell, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        cells.Add(cell.ToString());
        return cells;
    }
}
