using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;

namespace AkkaClip.Data.Tables;

/// <summary>Images that are members of a tar.</summary>
internal sealed class TarImageFolder : IImageFolder
{
    private readonly OpenFiles _files = new();
    private readonly TarArchive _tar;

    public TarImageFolder(string path) => _tar = TarArchive.Open(path, _files);

    public string? Missing(string name) => _tar.TryFind(name, out _) ? null : $"no member '{name}' in {_tar.Path}";

    public (ReadOnlyMemory<byte> Bytes, SampleProblem? Problem) Read(string name)
    {
        if (!_tar.TryFind(name, out var member))
            return (default, new SampleProblem(SampleProblemKind.MissingImage, $"no member '{name}' in {_tar.Path}"));
        return EncodedImage.ProblemOfSize(member.Size) is { } oversized ? (default, oversized) : (_tar.Read(member), null);
    }

    public void Dispose() => _files.Dispose();
}
