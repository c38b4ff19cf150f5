using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaClip.Actors.Progress;

/// <summary>The records of one run on disk: <c>metrics.jsonl</c>, one event a line, and TensorBoard's event files beside it.</summary>
public sealed class MetricsFiles : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A loss that is not finite is exactly what a reader of the metrics wants to find.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly FileStream _lines;
    private readonly EventFileWriter _board;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public MetricsFiles(string runFolder, TimeProvider time)
    {
        Directory.CreateDirectory(runFolder);
        // Unbuffered: what was appended is with the operating system, and nothing is left to fail when the file is closed.
        _lines = new FileStream(LinesPath(runFolder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            EndLastLine(_lines);
            _board = new EventFileWriter(Path.Combine(runFolder, "tensorboard"), time);
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    public static string LinesPath(string runFolder) => Path.Combine(runFolder, "metrics.jsonl");

    /// <summary>Reads what was recorded, oldest first; a last line that a killed process left unfinished is passed over.</summary>
    public static IEnumerable<RunEvent> Read(string runFolder)
    {
        foreach (var line in File.ReadLines(LinesPath(runFolder)))
        {
            if (Parse(line) is { } recorded)
                yield return recorded;
        }
    }

    /// <summary>Reads what was recorded last, oldest first: no more than so many bytes of it, whatever the length of the file. Empty: there is none.</summary>
    public static IReadOnlyList<RunEvent> ReadTail(string runFolder, int maxBytes)
    {
        if (!File.Exists(LinesPath(runFolder)))
            return [];
        using var lines = new FileStream(LinesPath(runFolder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isCut = lines.Length > maxBytes;
        lines.Seek(isCut ? -maxBytes : 0, isCut ? SeekOrigin.End : SeekOrigin.Begin);
        using var reader = new StreamReader(lines);
        return [.. reader.ReadToEnd().Split('\n').Skip(isCut ? 1 : 0).Select(Parse).OfType<RunEvent>()];
    }

    /// <summary>Appends one event and hands it to the operating system.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Append(RunEvent happened)
    {
        // A coordinator that was deposed and does not know it yet writes here too: behind the others' records, not over them.
        _lines.Seek(0, SeekOrigin.End);
        _lines.Write([.. JsonSerializer.SerializeToUtf8Bytes(happened, Json), (byte)'\n']);

        if (happened is RunEvent.Progressed progress)
            _board.Write(progress.Step, Scalars(progress));
        else if (happened is RunEvent.Evaluated evaluated)
            _board.Write(evaluated.Step, evaluated.Results.Select(result => KeyValuePair.Create($"eval/{evaluated.Task}/{result.Key}", result.Value)));
    }

    public void Dispose()
    {
        _lines.Dispose();
        _board.Dispose();
    }

    /// <summary>One line of the file; null: it is no record, as the half line that a killed process left.</summary>
    public static RunEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A process that was killed may have left half a line; the next record starts on its own.</summary>
    private static void EndLastLine(FileStream stream)
    {
        if (stream.Length == 0)
            return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            stream.WriteByte((byte)'\n');
    }

    private static IEnumerable<KeyValuePair<string, double>> Scalars(RunEvent.Progressed progress) =>
    [
        new("train/loss", progress.Loss),
        new("train/learning_rate", progress.LearningRate),
        new("train/gradient_norm", progress.GradientNorm),
        new("train/logit_scale", progress.LogitScale),
        new("train/epoch", progress.Epoch),
        new("speed/samples_per_second", progress.SamplesPerSecond),
        new("speed/data_wait_share", progress.DataWaitShare),
        .. progress.PhaseSeconds.Select(phase => KeyValuePair.Create($"seconds/{phase.Key}", phase.Value)),
        new("run/generation", progress.Generation),
        new("run/trainers", progress.NumTrainers),
        new("run/skipped_steps", progress.NumSkippedSteps),
        new("run/replaced_samples", progress.NumReplacedSamples),
    ];
}
