using System.Text;
using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Tables;

/// <summary>
/// Reads comma- or tab-separated rows as UTF-8. In CSV a field in quotes may hold delimiters, doubled quotes and line breaks
/// (RFC 4180). In TSV rows are lines; a field is unquoted only where it begins and ends with a quote, since captions
/// contain quotes that mean themselves. A row that cannot be read is returned as such, and reading goes on behind it.
/// </summary>
public sealed class DelimitedReader
{
    /// <summary>A longer row means that the file is no table.</summary>
    private const int MaxRowBytes = 16 << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _path;
    private readonly byte _delimiter;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly List<byte> _row = [];

    private int _at;
    private int _end;
    private long _line = 1;

    /// <param name="stream">The table; a byte order mark is skipped.</param>
    /// <param name="path">For messages.</param>
    /// <param name="delimiter">Comma or tab.</param>
    public DelimitedReader(Stream stream, string path, char delimiter)
    {
        (_stream, _path, _delimiter) = (stream, path, (byte)delimiter);
        _end = stream.ReadAtLeast(_buffer, Encoding.UTF8.Preamble.Length, throwOnEndOfStream: false);
        _at = _buffer.AsSpan(0, _end).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
    }

    private bool IsCsv => _delimiter == ',';

    /// <summary>The rows one after another; empty lines are none.</summary>
    /// <exception cref="DataSourceException">The file is no table.</exception>
    public IEnumerable<TableRow> Rows()
    {
        while (true)
        {
            var number = _line;
            if (!NextLine(out var openQuote))
                yield break;
            if (_row.Count == 0)
                continue;
            if (openQuote)
                yield return new TableRow(number, [], "a quote is opened and never closed");
            else
                yield return Parse(number);
        }
    }

    /// <summary>Gathers the bytes of a row without its line break; false: the table is over.</summary>
    private bool NextLine(out bool openQuote)
    {
        _row.Clear();
        openQuote = false;
        var atFieldStart = true;
        var any = false;
        while (TryNext(out var value))
        {
            any = true;
            if (value == '\n')
            {
                _line++;
                if (!openQuote)
                    break;
            }
            if (value == '"' && IsCsv)
                openQuote = openQuote ? false : atFieldStart || Reopens();
            atFieldStart = value == _delimiter && !openQuote;
            _row.Add(value);
            if (_row.Count > MaxRowBytes)
                throw new DataSourceException(_path, $"line {_line}: a row of more than {MaxRowBytes} bytes", "this is no table");
        }
        if (!openQuote && _row.Count > 0 && _row[^1] == '\r')
            _row.RemoveAt(_row.Count - 1);
        return any;
    }

    /// <summary>Whether a quote directly follows the one that closed a field: a doubled one, which stands for itself.</summary>
    private bool Reopens() => _row.Count > 0 && _row[^1] == '"';

    private TableRow Parse(long number)
    {
        string text;
        try
        {
            text = s_strictUtf8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_row));
        }
        catch (DecoderFallbackException)
        {
            return new TableRow(number, [], "the row is not UTF-8");
        }
        return new TableRow(number, IsCsv ? SplitCsv(text) : SplitTsv(text), null);
    }

    private static string[] SplitTsv(string row) =>
        [.. row.Split('\t').Select(field => field is ['"', .., '"'] ? Unquoted(field) : field)];

    private static string[] SplitCsv(string row)
    {
        var fields = new List<string>();
        for (var start = 0; start <= row.Length;)
        {
            var end = start < row.Length && row[start] == '"' ? EndOfQuoted(row, start) : row.IndexOf(',', start);
            if (end < 0)
                end = row.Length;
            var field = row[start..end];
            fields.Add(field is ['"', .., '"'] ? Unquoted(field) : field);
            start = end + 1;
        }
        return [.. fields];
    }

    /// <summary>Where the delimiter behind a quoted field lies, or the end of the row.</summary>
    private static int EndOfQuoted(string row, int start)
    {
        for (var i = start + 1; i < row.Length; i++)
        {
            if (row[i] != '"')
                continue;
            if (i + 1 < row.Length && row[i + 1] == '"')
                i++;
            else
                return row.IndexOf(',', i);
        }
        return row.Length;
    }

    private static string Unquoted(string field) => field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);

    private bool TryNext(out byte value)
    {
        if (_at == _end)
        {
            (_at, _end) = (0, _stream.Read(_buffer));
            if (_end == 0)
            {
                value = 0;
                return false;
            }
        }
        value = _buffer[_at++];
        return true;
    }
}
