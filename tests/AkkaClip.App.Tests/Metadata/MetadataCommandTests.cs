using System.Text.Json;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.App.Tests.Metadata;

/// <summary>From generated metadata to a subset of what a filter keeps.</summary>
public sealed class MetadataCommandTests
{
    [Fact]
    public async Task Metadata_is_made_looked_into_filtered_and_cut_down()
    {
        using var folder = new TemporaryFolder();

        await RunAsync(folder, "data", "make", "laion", "--metadata", "3k", "--seed", "5");
        var statistics = await RunAsync(folder, "data", "stats", "laion", "--verify-hash", "--html", "laion.html");
        var filtered = await RunAsync(folder, "data", "filter", "laion", "--where", "similarity >= 0.3 and language = 'en'", "--preset", "research-safe", "-o", "safe");
        var subset = await RunAsync(folder, "data", "subset", "safe", "--samples", "100", "-o", "small");

        Assert.Equal(3000, statistics.GetProperty("hashes").GetProperty("right").GetInt64());
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(folder.Root, "laion.html")), StringComparison.Ordinal);
        Assert.InRange(filtered.GetProperty("kept").GetInt64(), 200, 1500);
        Assert.Equal(100, subset.GetProperty("kept").GetInt64());
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Root, "small", "manifest.json")));
        Assert.Equal("100", manifest.RootElement.GetProperty("asked").GetProperty("samples").GetString());
        Assert.Equal(64, manifest.RootElement.GetProperty("inputs")[0].GetProperty("sha256").GetString()!.Length);
    }

    private static async Task<JsonElement> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        var ended = await CommandLineProcess.RunAsync(folder.Root, [.. arguments, "--json"]);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        using var document = JsonDocument.Parse(ended.Output);
        return document.RootElement.Clone();
    }
}
