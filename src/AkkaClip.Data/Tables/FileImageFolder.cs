using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Tables;

/// <summary>Images that are files below a folder. A name that leads out of the folder is refused.</summary>
internal sealed class FileImageFolder : IImageFolder
{
    private readonly string _root;

    public FileImageFolder(string root) => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;

    public string? Missing(string name)
    {
        if (Locate(name) is not { } path)
            return $"'{name}' leads out of {_root}";
        return File.Exists(path) ? null : $"no file {path}";
    }

    public (ReadOnlyMemory<byte> Bytes, SampleProblem? Problem) Read(string name)
    {
        if (Locate(name) is not { } path)
            return (default, new SampleProblem(SampleProblemKind.MissingImage, $"'{name}' leads out of {_root}"));
        return SampleFiles.ReadImage(path);
    }

    public void Dispose()
    {
    }

    private string? Locate(string name)
    {
        if (name.Contains('\0'))
            return null;
        var path = Path.GetFullPath(Path.Combine(_root, name));
        return path.StartsWith(_root, StringComparison.Ordinal) ? path : null;
    }
}
