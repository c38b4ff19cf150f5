using System.Runtime.InteropServices;
using System.Text.Json;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Runs;

/// <summary>What a run's folder keeps of how the run came about: its resolved configuration, and what ran it.</summary>
internal static class SavedRun
{
    /// <summary>The resolved configuration; a run file itself.</summary>
    public const string ConfigurationFile = "run.json";

    private const string VersionsFile = "versions.json";

    private static readonly JsonSerializerOptions s_format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="IOException">The disk refused.</exception>
    public static void Write(RunSpec run)
    {
        File.WriteAllText(Path.Combine(run.Directory, ConfigurationFile), RunSpecWriter.Write(run));
        File.WriteAllText(Path.Combine(run.Directory, VersionsFile), JsonSerializer.Serialize(Versions(), s_format) + "\n");
    }

    /// <exception cref="UserErrorException">The folder has none.</exception>
    public static RunSpec Read(string folder)
    {
        var path = Path.Combine(folder, ConfigurationFile);
        return File.Exists(path)
            ? RunConfiguration.Load(path, []).Run
            : throw new UserErrorException($"{folder} has no {ConfigurationFile}; name the folder of a run that has begun");
    }

    private static object Versions() => new
    {
        akkaclip = ProgramVersion.Number,
        commit = ProgramVersion.Commit,
        akka = typeof(Akka.Actor.ActorSystem).Assembly.GetName().Version!.ToString(3),
        dotnet = RuntimeInformation.FrameworkDescription,
        system = RuntimeInformation.OSDescription,
        processor = RuntimeInformation.ProcessArchitecture.ToString(),
    };
}
