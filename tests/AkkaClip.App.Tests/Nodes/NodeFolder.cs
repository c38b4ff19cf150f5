using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Nodes;

/// <summary>A folder with a node's file and secret, to start nodes in as processes.</summary>
internal sealed class NodeFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NodeFolder() => WriteSecret("a secret of the tests", UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>What every node of the folder is told.</summary>
    public static IReadOnlyList<string> Settings { get; } =
        ["-D", "secret.file=cluster.secret", "-D", "runs-directory=runs", "-D", "data-plane.unix-sockets=off"];

    public string Root => _folder.Root;

    public void WriteSecret(string secret, UnixFileMode mode)
    {
        var path = _folder.File("cluster.secret", secret);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    public string Write(string name, string content) => _folder.File(name, content);

    /// <summary>Runs <c>akkaclip node --check</c> to its end.</summary>
    public Task<CommandLineProcess.Ended> CheckAsync(params string[] arguments) => CommandLineProcess.RunAsync(
        Root, ["node", "--check", "--port", "0", .. Settings, .. arguments]);

    public void Dispose() => _folder.Dispose();
}
