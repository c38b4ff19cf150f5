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

    /// <summary>The record after one more event; null before there is a run.</summary>
    public static RunRecord? Apply(RunRecord? before, RegistryEvent happened) => happened switch
    {
        RegistryEvent.RunTaken taken => new RunRecord(
            taken.Run, taken.Spec.Directory, RunState.Starting, "taken", before?.SubmittedAt ?? taken.At, taken.At),
        RegistryEvent.RunChanged changed => before is null ? null : before with { State = changed.State, Reason = changed.Reason, ChangedAt = changed.At },
        _ => before,
    };

    /// <summary>What was appended last in a run's folder; null: there is no run.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static RunRecord? Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? File.ReadLines(path).Select(Parse).LastOrDefault(record => record is not null) : null;
    }

    /// <summary>Appends the record in the run's folder, for whoever reads there.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Append() => File.AppendAllText(Path.Combine(Folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>A killed process may have left half a line; what it was about to say did not happen.</summary>
    private static RunRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
