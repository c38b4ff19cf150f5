using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaClip.App.CommandLine;

/// <summary>What a verb prints: aligned text for people, JSON for scripts, never both.</summary>
internal sealed class Output(TextWriter writer, bool json)
{
    private static readonly JsonSerializerOptions s_indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions s_line = new(s_indented) { WriteIndented = false };

    /// <summary>The option that every verb with a result has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON for scripts." };

    public static Output Of(ParseResult parsed, Option<bool> option) =>
        new(parsed.InvocationConfiguration.Output, parsed.GetValue(option));

    public bool IsJson => json;

    /// <summary>A line for people; nothing under <c>--json</c>.</summary>
    public void Line(string text = "")
    {
        if (!json)
            writer.WriteLine(text);
    }

    /// <summary>The result as JSON under <c>--json</c>, else as <paramref name="text"/> writes it.</summary>
    public void Result<T>(T value, Action<Output> text)
    {
        if (json)
            writer.WriteLine(JsonSerializer.Serialize(value, s_indented));
        else
            text(this);
    }

    /// <summary>One record a line under <c>--json</c>: for progress.</summary>
    public void Record<T>(T value)
    {
        if (json)
            writer.WriteLine(JsonSerializer.Serialize(value, s_line));
    }

    /// <summary>Columns aligned by their widest cell; numbers to the right.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = header.Select((name, column) => rows.Select(r => r[column].Length).Append(name.Length).Max()).ToArray();
        var right = header.Select((_, column) => rows.Count > 0 && rows.All(r => IsNumber(r[column]))).ToArray();
        foreach (var row in rows.Prepend(header))
            Line(string.Join("  ", row.Select((cell, c) => right[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd());
    }

    /// <summary>Names and values below each other.</summary>
    public void Fields(IReadOnlyList<(string Name, string Value)> fields)
    {
        var width = fields.Max(f => f.Name.Length);
        foreach (var (name, value) in fields)
            Line($"{name.PadRight(width)}  {value}");
    }

    private static bool IsNumber(string cell) => cell.Length == 0 || cell == "-" || char.IsAsciiDigit(cell[^1]) && char.IsAsciiDigit(cell[0]) || cell[^1] == '%';
}
