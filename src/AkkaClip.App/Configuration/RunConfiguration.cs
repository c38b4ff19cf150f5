using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>
/// What a command was configured to: <c>reference.conf</c>, a node's file over it, a run's file over that, and the
/// command line's <c>-D path=value</c> on top.
/// </summary>
/// <param name="Run">The run, validated, with absolute paths; the folder of a run of a cluster is relative to the cluster's own.</param>
/// <param name="ActorSystem">The section <c>akka</c> of all layers, for the actor system of a run in this process.</param>
/// <param name="Cluster">The cluster that is to train; null: this process is.</param>
internal sealed record RunConfiguration(RunSpec Run, Config ActorSystem, ClientConfiguration? Cluster)
{
    /// <param name="runFile">A run file; null: the reference and the overrides alone.</param>
    /// <param name="overrides">Entries <c>path=value</c>; a path that starts with neither akkaclip nor akka is one of <c>akkaclip.run</c>.</param>
    /// <param name="nodeFile">A node file; null: none.</param>
    /// <param name="options">What options of their own set.</param>
    /// <exception cref="UserErrorException">Something is wrong; the message holds all that is.</exception>
    public static RunConfiguration Load(string? runFile, IReadOnlyList<string> overrides, string? nodeFile = null, params IReadOnlyList<ConfigOverride> options) =>
        Load(runFile, overrides, nodeFile, Environment.CurrentDirectory, Environment.GetEnvironmentVariable, options);

    /// <inheritdoc cref="Load(string?, IReadOnlyList{string}, string?, IReadOnlyList{ConfigOverride})"/>
    internal static RunConfiguration Load(
        string? runFile, IReadOnlyList<string> overrides, string? nodeFile, string workingDirectory, Func<string, string?> environment, params IReadOnlyList<ConfigOverride> options)
    {
        var configuration = LayeredConfiguration.Load(
            new[] { runFile, nodeFile }.OfType<string>(),
            [.. options, .. overrides.Select(entry => ConfigOverride.Parse(entry, RunSpecReader.Root))],
            workingDirectory,
            environment);
        var cluster = ClientConfiguration.Read(configuration);
        var runs = cluster is null ? Path.Combine(workingDirectory, "runs") : "";
        var run = new RunSpecReader(configuration.Section(RunSpecReader.Root), runs).Read();
        foreach (var error in run.Validate())
            configuration.Add(error with { Path = PathOf(error.Path, configuration) });
        configuration.Errors.ThrowIfAny();
        return new RunConfiguration(run, configuration.ActorSystem, cluster);
    }

    /// <summary>The run as a run file.</summary>
    public string ToJson() => RunSpecWriter.Write(Run);

    /// <summary>Where a value stands: that of a task may be inherited from the task defaults, or the run's data.</summary>
    private static string PathOf(string path, LayeredConfiguration configuration)
    {
        if (!path.StartsWith($"{RunSpecReader.Root}.evaluation.{RunSpecReader.Tasks}.", StringComparison.Ordinal) || configuration.Holder(path) is not null)
            return path;
        var data = path.IndexOf(".data.", StringComparison.Ordinal);
        var key = data < 0 ? path[path.LastIndexOf('.')..] : path[data..];
        string[] candidates = [$"{RunSpecReader.Root}.evaluation.{RunSpecReader.TaskDefaults}{key}", $"{RunSpecReader.Root}{key}"];
        return candidates.FirstOrDefault(candidate => configuration.Holder(candidate) is not null, path);
    }
}
