using System.Globalization;
using AkkaClip.TestSupport;
using Parquet.Schema;
using Parquet.Tests.Kit;
using Xunit.Abstractions;

namespace Parquet.Tests;

/// <summary>Tables of many writers: read, or refused with a reason.</summary>
public sealed class TestDataTests(ITestOutputHelper output)
{
    private const long MaxAllocated = 3L << 30;

    [SkippableFact]
    public async Task Every_table_is_read_or_refused_with_a_reason()
    {
        var (columns, refused) = (0, 0);
        foreach (var path in Paths())
        {
            try
            {
                using var reader = await ParquetReader.CreateAsync(path);
                foreach (var field in reader.Schema.DataFields)
                {
                    columns++;
                    if (await RefusalAsync(reader, field) is not { } reason)
                        continue;
                    refused++;
                    output.WriteLine($"{path}: {reason}");
                }
            }
            catch (Exception e) when (e is ParquetException or IOException)
            {
                output.WriteLine($"{path}: {e.Message}");
                Assert.True(IsRefused(path), $"{path}: {e}");
            }
        }
        output.WriteLine($"{columns} columns, {refused} refused");
        Assert.InRange(refused, 0, columns / 20);
    }

    [SkippableFact]
    public async Task Rows_and_row_groups_are_those_that_another_reader_found()
    {
        var manifest = TestData.Require("parquet", "MANIFEST.tsv");
        foreach (var cells in System.IO.File.ReadLines(manifest).Skip(1).Select(l => l.Split('\t')))
        {
            var path = Path.Combine(Path.GetDirectoryName(manifest)!, cells[0]);
            if (cells[2] != "ok" || !System.IO.File.Exists(path))
                continue;
            using var reader = await OpenAsync(path);
            if (reader is null)
                continue;
            Assert.Equal((cells[0], cells[3], cells[4]), (cells[0], Text(reader.Metadata!.NumRows), Text(reader.RowGroupCount)));
        }
    }

    [SkippableFact]
    public async Task Changed_tables_are_values_or_a_refusal()
    {
        var random = new Random(20_240_229);
        foreach (var path in Paths().Where(p => new FileInfo(p).Length is > 0 and < 20_000))
        {
            var original = await System.IO.File.ReadAllBytesAsync(path);
            for (var i = 0; i < Mutations.Rounds(25); i++)
                await Mutations.ReadAsync(Mutations.Change(original, random), MaxAllocated);
        }
    }

    private static IEnumerable<string> Paths() => Directory
        .EnumerateFiles(TestData.Require("parquet"), "*", SearchOption.AllDirectories)
        .Where(p => p.Contains(".parq", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static async Task<ParquetReader?> OpenAsync(string path)
    {
        try
        {
            return await ParquetReader.CreateAsync(path);
        }
        catch (ParquetException)
        {
            return null;
        }
    }

    // Of a flat column every row is there; of a nested one at least a value a row.
    private static async Task<string?> RefusalAsync(ParquetReader reader, DataField field)
    {
        foreach (var group in reader.RowGroups)
        {
            try
            {
                _ = group.GetStatistics(field);
                var column = await group.ReadColumnAsync(field);
                var rows = column.RepetitionLevels?.Count(level => level == 0) ?? column.NumValues;
                Assert.Equal(group.RowCount, rows);
            }
            catch (ParquetException e)
            {
                return e.Message;
            }
        }
        return null;
    }

    // Files that are meant to be broken or closed say so in their folder's or their own name.
    private static bool IsRefused(string path) => new[] { "bad", "broken", "encrypt", "invalid", "corrupt", "malicious" }
        .Any(word => path.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
