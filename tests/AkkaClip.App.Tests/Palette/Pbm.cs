using System.Diagnostics;
using AkkaClip.TestSupport;

namespace AkkaClip.App.Tests.Palette;

/// <summary><c>ops/pbm</c> as operators run it.</summary>
internal sealed class Pbm(int port)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);

    /// <summary>Where it connects to.</summary>
    public string Address { get; } = $"127.0.0.1:{port}";

    /// <summary>The client is a program of the stand-ins; the genuine one is installed apart.</summary>
    public static void Require() => Skip.IfNot(
        File.Exists(TestData.RepositoryRoot() + "/src/standins/pbm/bin/Release/net10.0/pbm.dll") && IsRecorded(), "pbm is not built here: genuine packages, or no ops/setup");

    /// <summary>Does a command.</summary>
    /// <returns>What it answers.</returns>
    public async Task<string> DoAsync(params string[] words)
    {
        var ended = await RunAsync(words);
        Assert.True(ended.ExitCode == 0, ended.Errors + ended.Output);
        return ended.Output;
    }

    /// <summary>Does a command that cannot be done.</summary>
    /// <returns>Why.</returns>
    public async Task<string> FailAsync(params string[] words)
    {
        var ended = await RunAsync(words);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        return Assert.Single(ended.Errors.Split('\n'));
    }

    /// <summary>Does a command again until its answer says something.</summary>
    public async Task<string> UntilAsync(string said, params string[] words)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            var ended = await RunAsync(words);
            if (ended.Output.Contains(said, StringComparison.Ordinal))
                return ended.Output;
            Assert.False(limit.IsCancellationRequested, $"'{said}' is never said: {ended.Errors}{ended.Output}");
        }
    }

    /// <summary>Starts a command that streams.</summary>
    public Process Stream(params string[] words) => Start(words);

    private static bool IsRecorded() =>
        File.Exists(TestData.RepositoryRoot() + "/Directory.Local.props") && File.ReadAllText(TestData.RepositoryRoot() + "/Directory.Local.props").Contains("<Packages>standins<", StringComparison.Ordinal);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] words)
    {
        using var process = Start(words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(s_limit);
        return (process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }

    private Process Start(string[] words) => Process.Start(new ProcessStartInfo("bash", [TestData.RepositoryRoot() + "/ops/pbm", Address, .. words])
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
