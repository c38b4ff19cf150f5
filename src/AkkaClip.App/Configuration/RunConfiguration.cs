using System.Collections.Immutable;
using System.Reflection;
using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>
/// What a command was configured to: <c>reference.conf</c>, a node's file over it, a run's file over that, and the
/// command line's <c>-D path=value</c> on top.
/// </summary>
/// <param name="Run">The run, validated, with absolute paths.</param>
/// <param name="ActorSystem">The section <c>akka</c> of all layers, for the actor system.</param>
internal sealed record RunConfiguration(RunSpec Run, Config ActorSystem)
{
    /// <summary>Where a run's resolved configuration is saved in its directory; a run file itself.</summary>
    public const string SavedFileName = "run.json";

    private const string ReferenceName = "reference.conf";

    /// <param name="runFile">A run file; null: the reference and the overrides alone.</param>
    /// <param name="overrides">Entries <c>path=value</c>; a path that starts with neither akkaclip nor akka is one of <c>akkaclip.run</c>.</param>
    /// <param name="nodeFile">A node file; null: none.</param>
    /// <exception cref="UserErrorException">Something is wrong; the message holds all that is.</exception>
    public static RunConfiguration Load(string? runFile, IReadOnlyList<string> overrides, string? nodeFile = null) =>
        Load(runFile, overrides, nodeFile, Environment.CurrentDirectory, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Load(string?, IReadOnlyList{string}, string?)"/>
    internal static RunConfiguration Load(
        string? runFile, IReadOnlyList<string> overrides, string? nodeFile, string workingDirectory, Func<string, string?> environment)
    {
        var files = new HoconFileReader(environment);
        var reference = files.Parse(ReadReference(), ReferenceName, workingDirectory);
        ImmutableArray<ConfigLayer> layers =
        [
            .. overrides.Reverse().Select(entry => ParseOverride(files, entry, workingDirectory)),
            .. new[] { runFile, nodeFile }.OfType<string>().Select(file => files.Read(file, workingDirectory)),
            reference,
        ];

        var errors = new ConfigErrors();
        var known = new KnownKeys(reference);
        foreach (var layer in layers)
            known.Check(layer, errors);
        var run = new RunSpecReader(new ConfigSection(layers, errors, RunSpecReader.Root), workingDirectory).Read();
        foreach (var error in run.Validate())
            AddLocated(error, layers, errors);
        errors.ThrowIfAny();

        var merged = layers.Aggregate(ConfigurationFactory.Empty, (nearer, layer) => nearer.WithFallback(layer.Config));
        return new RunConfiguration(run, AkkaSection(merged));
    }

    /// <summary>The run as a file of <see cref="SavedFileName"/>.</summary>
    public string ToJson() => RunSpecWriter.Write(Run);

    private static Config AkkaSection(Config merged) =>
        merged.GetValue("akka") is { } akka && akka.IsObject() ? akka.AtKey("akka") : ConfigurationFactory.Empty;

    private static string ReadReference()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ReferenceName)
            ?? throw new InvalidOperationException($"{ReferenceName} is not embedded in this program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static ConfigLayer ParseOverride(HoconFileReader files, string entry, string workingDirectory)
    {
        var (path, value) = entry.Split('=', 2) is [var left, var right] && left.Trim().Length > 0
            ? (left.Trim(), right.Trim())
            : throw new UserErrorException($"-D {entry}: write path=value, such as -D training.learning-rate=1e-3.");
        if (path.Split('.')[0] is not ("akkaclip" or "akka"))
            path = $"{RunSpecReader.Root}.{path}";

        // Lists and quoted texts are HOCON; anything else is a text as it stands, colons and all.
        var hocon = value.StartsWith('[') || value.StartsWith('{') || value.StartsWith('"') ? value : HoconString.Quote(value);
        return files.Parse($"{path} = {hocon}\n", $"-D {entry}", workingDirectory);
    }

    /// <summary>Names the layer that gave a value out of range; a task's inherited one is told of where it stands.</summary>
    private static void AddLocated(SpecError error, ImmutableArray<ConfigLayer> layers, ConfigErrors errors)
    {
        var (path, layer) = error.Path.StartsWith($"{RunSpecReader.Root}.evaluation.{RunSpecReader.Tasks}.", StringComparison.Ordinal) && Holder(error.Path, layers) is null
            ? Inherited(error.Path, layers)
            : (error.Path, Holder(error.Path, layers));
        errors.Add((layer ?? layers[0]).Name, path, (error with { Path = path }).ToString());
    }

    private static (string Path, ConfigLayer? Layer) Inherited(string taskPath, ImmutableArray<ConfigLayer> layers)
    {
        var data = taskPath.IndexOf(".data.", StringComparison.Ordinal);
        var last = taskPath[(taskPath.LastIndexOf('.') + 1)..];
        string[] candidates =
        [
            $"{RunSpecReader.Root}.evaluation.{RunSpecReader.TaskDefaults}{(data < 0 ? "." + last : taskPath[data..])}",
            $"{RunSpecReader.Root}{(data < 0 ? "." + last : taskPath[data..])}",
        ];
        return candidates.Select(path => (path, Holder(path, layers))).FirstOrDefault(found => found.Item2 is not null, (taskPath, null));
    }

    private static ConfigLayer? Holder(string path, ImmutableArray<ConfigLayer> layers) => layers.FirstOrDefault(layer => layer.Config.HasPath(path));
}
