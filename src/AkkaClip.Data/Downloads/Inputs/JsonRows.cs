using System.Text.Json;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Downloads.Inputs;

/// <summary>Rows that are JSON objects. The first one shows whether the wanted fields exist; later ones may lack some.</summary>
internal static class JsonRows
{
    /// <summary>An object a line.</summary>
    public static IEnumerable<string?[]> Lines(Stream stream, string path, ColumnChoice choice)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(line);
            }
            catch (JsonException e)
            {
                throw new DataSourceException(path, $"line {number} is no JSON: {e.Message}", "each line must be an object", inner: e);
            }
            using (document)
                yield return Row(document.RootElement, path, $"line {number}", choice, isFirst: number == 1);
        }
    }

    /// <summary>One array of objects, read as a stream.</summary>
    public static async IAsyncEnumerable<string?[]> ArrayAsync(Stream stream, string path, ColumnChoice choice)
    {
        var number = 0;
        await using var elements = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream).GetAsyncEnumerator();
        while (await MoveNextAsync().ConfigureAwait(false))
            yield return Row(elements.Current, path, $"element {number}", choice, isFirst: number == 1);

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                number++;
                return await elements.MoveNextAsync().ConfigureAwait(false);
            }
            catch (JsonException e)
            {
                throw new DataSourceException(path, $"element {number}: {e.Message}", "the file must be one array of objects", inner: e);
            }
        }
    }

    private static string?[] Row(JsonElement element, string path, string place, ColumnChoice choice, bool isFirst)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new DataSourceException(path, $"{place} is no object", "each row must be one");
        var properties = element.EnumerateObject().ToList();
        var columns = choice.Find([.. properties.Select(property => property.Name)], path, mayLack: !isFirst);
        return [.. columns.Select(column => column < 0 ? null : Text(properties[column].Value))];
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
