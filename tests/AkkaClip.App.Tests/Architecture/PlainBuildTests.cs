using System.Diagnostics;
using AkkaClip.TestSupport;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.App.Tests.Architecture;

/// <summary>What a plain <c>dotnet build</c> of a fresh checkout says where the package feed lacks the genuine packages.</summary>
public sealed class PlainBuildTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task A_plain_build_against_a_feed_without_the_packages_closes_with_what_to_run()
    {
        using var folder = new TemporaryFolder();
        var checkout = Path.Combine(folder.Root, "checkout");
        var cloned = await RunAsync(folder.Root, "git", "clone", "--quiet", TestData.RepositoryRoot(), checkout);
        Skip.IfNot(cloned.ExitCode == 0, $"no clone of {TestData.RepositoryRoot()} to build: {cloned.Output}");
        // A feed on this disk that holds nothing, and no cache of packages: the same answer on every machine, and offline.
        Directory.CreateDirectory(Path.Combine(checkout, "feed"));
        File.WriteAllText(
            Path.Combine(checkout, "NuGet.config"),
            """<configuration><packageSources><clear /><add key="empty" value="feed" /></packageSources></configuration>""");

        var built = await RunAsync(checkout, "dotnet", "build", "AkkaClip.sln", "-nodeReuse:false");

        Assert.NotEqual(0, built.ExitCode);
        var last = built.Output.TrimEnd().Split('\n')[^1];
        Assert.Contains("Run ops/setup", last, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(checkout, "ops", "setup")), "the command that it names is not there");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test runner is itself an MSBuild task; what it tells its own children is not for this build.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new SkipException($"{program} {arguments[0]} takes more than {s_limit.TotalSeconds} seconds here");
        }
        return (process.ExitCode, await output + await errors);
    }
}
