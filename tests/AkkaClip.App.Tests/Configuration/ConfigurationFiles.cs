using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.Tests.Configuration;

/// <summary>A folder of configuration files for one test.</summary>
public sealed class ConfigurationFiles : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("akkaclip-configuration-").FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A file that nobody but those of <paramref name="mode"/> may touch, where the system has file modes.</summary>
    public string Write(string name, string text, UnixFileMode mode)
    {
        var path = Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    public void SetVariable(string name, string value) => _environment[name] = value;

    /// <summary>Loads a run file of this text; the least that a run must say comes before it.</summary>
    internal RunConfiguration Load(string run, params string[] overrides) => LoadText(
        $"akkaclip.run.data.paths = [train.tar]\n{run}", overrides);

    internal RunConfiguration LoadText(string text, params string[] overrides) => LoadFile(Write("run.conf", text), overrides);

    internal RunConfiguration LoadFile(string path, params string[] overrides) =>
        RunConfiguration.Load(path, overrides, nodeFile: null, Path.Combine(Folder, "working"), _environment.GetValueOrDefault);

    /// <summary>Loads a node file of this text, on a machine named the-host.</summary>
    internal NodeConfiguration LoadNode(string text, params ConfigOverride[] overrides) =>
        NodeConfiguration.Load(Write("node.conf", text), overrides, Path.Combine(Folder, "working"), "The_Host.example", _environment.GetValueOrDefault);

    /// <summary>The message that a user gets.</summary>
    public string Refused(string run, params string[] overrides) =>
        Assert.Throws<UserErrorException>(() => Load(run, overrides)).Message;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
