namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>A folder of its own for a test, gone with it.</summary>
internal sealed class RunFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("akkaclip-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
