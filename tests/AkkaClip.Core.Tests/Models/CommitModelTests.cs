using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AkkaClip.Core.Tests.Models;

/// <summary>tests/models/commit.pml, searched by Spin; and the same with one rule broken, so that the search is known to see.</summary>
public sealed partial class CommitModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkaclip-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void No_two_replicas_differ_and_no_committed_step_is_lost_or_applied_twice()
    {
        var found = Verify("-DSTEPS=3 -DFAULTS=2", "-O2 -DSAFETY -DCOLLAPSE", "-m100000");
        Assert.Equal(0, Errors(found));
        Assert.DoesNotContain("Search not completed", found, StringComparison.Ordinal);
        Assert.DoesNotContain("max search depth too small", found, StringComparison.Ordinal);
        Assert.True(States(found) > 1_000_000, found); // a model that does nothing has no errors, too
    }

    /// <summary>There is no endless run but those that end; that these have done all steps is the check for invalid end states above.</summary>
    [SkippableFact]
    public void Once_the_faults_are_over_the_run_comes_to_its_last_step()
    {
        var found = Verify("-DSTEPS=2 -DFAULTS=2", "-O2 -DNP -DCOLLAPSE", "-m100000 -l");
        Assert.Equal(0, Errors(found));
        Assert.DoesNotContain("Search not completed", found, StringComparison.Ordinal);
        Assert.DoesNotContain("max search depth too small", found, StringComparison.Ordinal);
        Assert.True(States(found) > 1_000_000, found);
    }

    [SkippableTheory]
    [InlineData("COMMIT_EARLY")] // one report is enough for a commit
    [InlineData("ENTER_UNCHECKED")] // a trainer believes the coordinator about its own state
    [InlineData("HASTY_SUCCESSOR")] // a new coordinator does not wait for all answers
    [InlineData("FORGET_HELD")] // a new coordinator drops the sums that trainers hold
    [InlineData("NO_FENCE")] // trainers obey a coordinator after they have answered its successor
    public void The_search_finds_a_broken_rule(string rule)
    {
        var found = Verify($"-DSTEPS=1 -DFAULTS=2 -D{rule}", "-O1 -DSAFETY -DCOLLAPSE", "-m100000");
        Assert.Contains("assertion violated", found, StringComparison.Ordinal);
        Assert.Equal(1, Errors(found));
    }

    private string Verify(string model, string compiler, string search)
    {
        Skip.IfNot(IsOnPath("spin") && IsOnPath("gcc"), "spin or gcc is not installed: apt-get install spin gcc, or ops/setup");
        Run("spin", $"{model} -a {Path.Combine(AppContext.BaseDirectory, "Models", "commit.pml")}");
        Run("gcc", $"-w {compiler} -o pan pan.c");
        return Run(Path.Combine(_folder, "pan"), search);
    }

    private string Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: exit code {process.ExitCode}\n{output}{error.GetAwaiter().GetResult()}");
        return output;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int Errors(string found) => (int)Number(ErrorsPattern(), found);

    private static double Number(Regex pattern, string found)
    {
        var match = pattern.Match(found);
        Assert.True(match.Success, found);
        return double.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double States(string found) => Number(StatesPattern(), found);

    [GeneratedRegex(@"errors: (\d+)")]
    private static partial Regex ErrorsPattern();

    [GeneratedRegex(@"([\d.e+]+) states, stored")]
    private static partial Regex StatesPattern();
}
