using AkkaClip.Data.Samples;
using Parquet;

namespace AkkaClip.Data.Downloads.Inputs;

/// <summary>Rows of Parquet files; only the wanted columns are read, a row group at a time.</summary>
internal static class ParquetRows
{
    /// <exception cref="DataSourceException">It is no Parquet file, or lacks a column.</exception>
    public static async IAsyncEnumerable<string?[]> ReadAsync(string path, ColumnChoice choice)
    {
        using var reader = await OpenAsync(path).ConfigureAwait(false);
        var fields = reader.Schema.GetDataFields();
        var columns = choice.Find([.. fields.Select(field => field.Name)], path);
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            var values = new Array?[columns.Length];
            for (var i = 0; i < columns.Length; i++)
                values[i] = columns[i] < 0 ? null : (await group.ReadColumnAsync(fields[columns[i]]).ConfigureAwait(false)).Data;
            for (var row = 0; row < group.RowCount; row++)
                yield return [.. values.Select(column => Text(column?.GetValue(row)))];
        }
    }

    private static async Task<ParquetReader> OpenAsync(string path)
    {
        try
        {
            return await ParquetReader.CreateAsync(path, new ParquetOptions { TreatByteArrayAsString = true }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ParquetException or InvalidDataException or IOException)
        {
            throw new DataSourceException(path, $"no readable Parquet file: {e.Message}", "fetch it again, or leave it out", inner: e);
        }
    }

    private static string? Text(object? value) => value is null ? null : FormattableString.Invariant($"{value}");
}
