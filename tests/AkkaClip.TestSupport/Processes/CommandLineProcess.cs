using System.Diagnostics;
using System.Globalization;

namespace AkkaClip.TestSupport.Processes;

/// <summary>The built command line as a process of its own. Whoever starts it references AkkaClip.App, which puts it beside the tests.</summary>
public sealed class CommandLineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Transcript _output, _errors;

    private CommandLineProcess(string[] launcher, string workingFolder, string[] arguments)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "akkaclip.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = new Transcript(_process.StandardOutput);
        _errors = new Transcript(_process.StandardError);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    public static CommandLineProcess Start(string workingFolder, params string[] arguments) => new([], workingFolder, arguments);

    /// <param name="launcher">A command that becomes the one it is given, such as <c>ip netns exec NAME</c>; empty: none.</param>
    public static CommandLineProcess StartBy(string[] launcher, string workingFolder, params string[] arguments) => new(launcher, workingFolder, arguments);

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(string workingFolder, params string[] arguments)
    {
        using var program = Start(workingFolder, arguments);
        return await program.EndAsync();
    }

    public async Task<Ended> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new Ended(_process.ExitCode, await _output.Whole, await _errors.Whole);
    }

    /// <summary>Waits until a text is on the standard output; returns what is there from it to the end of its line.</summary>
    public Task<string> OutputContainsAsync(string text) => _output.ContainsAsync(text);

    /// <summary>Waits until a text is on the standard error.</summary>
    public Task ErrorsContainAsync(string text) => _errors.ContainsAsync(text);

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public Task InterruptAsync() => SignalAsync("-INT");

    /// <summary>SIGTERM, as systemd and timeout send it.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    /// <summary>SIGSTOP: it does nothing any more, and its connections stay open.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT: it goes on where it was frozen.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public sealed record Ended(int ExitCode, string Output, string Errors);
}
