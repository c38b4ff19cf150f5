using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Progress;

/// <summary>
/// The sample ledger of one run on disk, <c>ledger.jsonl</c>: a line for each committed step, and for each generation one
/// that says which steps it takes up again. Lines are only ever appended, each by one write.
/// </summary>
/// <remarks>
/// What was appended is with the operating system and survives the process; the disk's own cache is not waited for. A
/// step's hash is the sum and the exclusive or of its <see cref="SampleDigest"/>, sixteen hexadecimal digits each.
/// </remarks>
public sealed class LedgerFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly FileStream _lines;

    /// <summary>Opens the ledger of a run, or begins it.</summary>
    /// <exception cref="IOException">The folder cannot be read and written.</exception>
    public LedgerFile(string runFolder)
    {
        Directory.CreateDirectory(runFolder);
        var path = PathOf(runFolder);
        if (File.Exists(path))
        {
            foreach (var line in Read(runFolder))
                Note(line);
        }

        // Unbuffered: nothing is left to fail when the file is closed.
        _lines = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        EndLastLine();
    }

    /// <summary>The first step that is not recorded as committed, by the newest generation's account.</summary>
    public long NextStep { get; private set; }

    /// <summary>What steps are drawn from by the last line that says so; null: none does.</summary>
    public SampleSpec? Stream { get; private set; }

    public static string PathOf(string runFolder) => Path.Combine(runFolder, "ledger.jsonl");

    /// <summary>Reads what was recorded, oldest first; a line that a killed process left unfinished is passed over.</summary>
    /// <exception cref="IOException">There is no ledger, or it cannot be read.</exception>
    public static IEnumerable<LedgerLine> Read(string runFolder)
    {
        // Whoever is writing it goes on meanwhile.
        using var stream = new FileStream(PathOf(runFolder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } recorded)
                yield return recorded;
        }
    }

    /// <summary>Appends one line and hands it to the operating system.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Append(LedgerLine line)
    {
        _lines.Seek(0, SeekOrigin.End); // a deposed coordinator that does not know it yet may have written meanwhile
        _lines.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Written.Of(line), Json) + "\n"));
        Note(line);
    }

    public void Dispose() => _lines.Dispose();

    private void Note(LedgerLine line)
    {
        if (line is LedgerLine.Drawn drawn)
            Stream = drawn.Stream;
        else if (line is LedgerLine.Began began)
            NextStep = Math.Min(NextStep, began.FirstStep);
        else if (line is LedgerLine.Committed committed)
            NextStep = Math.Max(NextStep, committed.Entry.Step + 1);
    }

    private static LedgerLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Written>(line, Json)?.ToLine();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private void EndLastLine()
    {
        if (_lines.Length == 0)
            return;
        _lines.Seek(-1, SeekOrigin.End);
        if (_lines.ReadByte() != '\n')
            _lines.WriteByte((byte)'\n');
    }

    /// <summary>A line's fields; those that are there say which it is.</summary>
    private sealed record Written(SampleSpec? Stream, int? Generation, long? FirstStep, long? Step, long? Count, string? Hash)
    {
        private const int HashDigits = 2 * 2 * sizeof(ulong);

        public static Written Of(LedgerLine line) => line switch
        {
            LedgerLine.Drawn drawn => new Written(drawn.Stream, null, null, null, null, null),
            LedgerLine.Began began => new Written(null, began.Generation, began.FirstStep, null, null, null),
            LedgerLine.Committed { Entry: var entry } => new Written(
                null, entry.Generation, null, entry.Step, entry.Samples.Count, string.Create(CultureInfo.InvariantCulture, $"{entry.Samples.Sum:x16}{entry.Samples.Xor:x16}")),
            _ => throw new ArgumentOutOfRangeException(nameof(line)),
        };

        /// <exception cref="FormatException">The hash is none.</exception>
        public LedgerLine? ToLine() => this switch
        {
            { Stream: { } stream } => new LedgerLine.Drawn(stream),
            { Generation: { } generation, FirstStep: { } firstStep } => new LedgerLine.Began(generation, firstStep),
            { Generation: { } generation, Step: { } step, Count: { } count, Hash.Length: HashDigits } => new LedgerLine.Committed(
                new LedgerEntry(step, generation, new SampleDigest(count, Number(Hash[..(HashDigits / 2)]), Number(Hash[(HashDigits / 2)..])))),
            _ => null,
        };

        private static ulong Number(string digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
