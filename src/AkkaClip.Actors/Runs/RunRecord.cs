using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>What the registry knows of one run.</summary>
/// <param name="Name">Its name, which is its id.</param>
/// <param name="Folder">Everything that it writes.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Reason">Why, in words for operators.</param>
/// <param name="SubmittedAt">When it was taken.</param>
/// <param name="ChangedAt">Since when it has been in this state.</param>
public sealed record RunRecord(
    string Name, string Folder, RunState State, string Reason, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt)
{
    private const string FileName = "run.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The record after one more event.</summary>
    public static RunRecord Apply(RunRecord? before, RegistryEvent happened) => happened switch
    {
        RegistryEvent.RunSubmitted submitted => new RunRecord(
            submitted.Run, submitted.Folder, RunState.Starting, "taken", before?.SubmittedAt ?? submitted.At, submitted.At),
        RegistryEvent.RunChanged changed when before is not null =>
            before with { State = changed.State, Reason = changed.Reason, ChangedAt = changed.At },
        _ => throw new InvalidOperationException($"{happened} has no run to apply to"),
    };

    /// <summary>What the events that were appended in a run's folder come to; null: there is no run.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static RunRecord? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        RunRecord? record = null;
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is { } happened)
                record = Apply(record, happened);
        }

        return record;
    }

    /// <summary>Appends an event in the run's folder.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Append(string folder, RegistryEvent happened) =>
        File.AppendAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(happened, Json) + "\n");

    /// <summary>A killed process may have left half a line; what it was about to say did not happen.</summary>
    private static RegistryEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RegistryEvent>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
