using Xunit;

namespace AkkaClip.TestSupport;

/// <summary>The folder of real test data: <c>AKKACLIP_TEST_DATA</c>, by default <c>../shared/data</c> beside the checkout.</summary>
public static class TestData
{
    /// <summary>The root folder, whether or not it exists.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("AKKACLIP_TEST_DATA") is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));

    /// <summary>The full path of a file or folder of the test data; the running test is skipped where it is absent.</summary>
    public static string Require(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Skip.IfNot(Path.Exists(path), $"no test data at {path} (set AKKACLIP_TEST_DATA)");
        return path;
    }

    /// <summary>The checkout that the running tests were built from.</summary>
    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AkkaClip.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"AkkaClip.sln not found above {AppContext.BaseDirectory}");
    }
}
