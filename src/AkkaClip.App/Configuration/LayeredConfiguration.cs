using System.Collections.Immutable;
using System.Reflection;
using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>
/// <c>reference.conf</c> and what lies over it: files, and the command line on top. Everything that is wrong with them is
/// gathered while they are read, to be told at once.
/// </summary>
internal sealed class LayeredConfiguration
{
    private const string ReferenceName = "reference.conf";

    /// <summary>Nearest first; the reference last.</summary>
    private readonly ImmutableArray<ConfigLayer> _layers;

    private LayeredConfiguration(ImmutableArray<ConfigLayer> layers)
    {
        _layers = layers;
        var known = new KnownKeys(layers[^1]);
        foreach (var layer in layers)
            known.Check(layer, Errors);
    }

    public ConfigErrors Errors { get; } = new();

    /// <summary>The section <c>akka</c> of all layers.</summary>
    public Config ActorSystem => AkkaOf(_layers);

    /// <summary>The section <c>akka</c> of all layers but the reference: what a user said.</summary>
    public Config ActorSystemOfUser => AkkaOf(_layers[..^1]);

    /// <summary>The reference's section <c>akka</c>.</summary>
    public Config ActorSystemOfReference => AkkaOf(_layers[^1..]);

    /// <param name="files">Nearest first.</param>
    /// <param name="overrides">The last one wins.</param>
    /// <param name="workingDirectory">What relative paths are relative to that no file gives.</param>
    /// <param name="environment">Looks up environment variables.</param>
    /// <exception cref="UserErrorException">A file is missing or no HOCON.</exception>
    public static LayeredConfiguration Load(
        IEnumerable<string> files, IReadOnlyList<ConfigOverride> overrides, string workingDirectory, Func<string, string?> environment)
    {
        var reader = new HoconFileReader(environment);
        return new LayeredConfiguration(
        [
            .. overrides.Reverse().Select(entry => reader.Parse(entry.Hocon + "\n", entry.Name, workingDirectory)),
            .. files.Select(file => reader.Read(file, workingDirectory)),
            reader.Parse(ReadReference(), ReferenceName, workingDirectory),
        ]);
    }

    public ConfigSection Section(string root) => new(_layers, Errors, root);

    /// <summary>The layer that says a value; null: none does.</summary>
    public ConfigLayer? Holder(string path) => _layers.FirstOrDefault(layer => layer.Config.HasPath(path));

    /// <summary>Notes a value that is out of its range, with the layer that gave it.</summary>
    public void Add(SpecError error) => Errors.Add((Holder(error.Path) ?? _layers[0]).Name, error.Path, error.ToString());

    private static Config AkkaOf(IEnumerable<ConfigLayer> layers)
    {
        var merged = layers.Aggregate(ConfigurationFactory.Empty, (nearer, layer) => nearer.WithFallback(layer.Config));
        return merged.GetValue("akka") is { } akka && akka.IsObject() ? akka.AtKey("akka") : ConfigurationFactory.Empty;
    }

    private static string ReadReference()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ReferenceName)
            ?? throw new InvalidOperationException($"{ReferenceName} is not embedded in this program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
