using System.Diagnostics;

namespace AkkaClip.App.Tests.CommandLine;

/// <summary>The built command line as a process of its own.</summary>
internal sealed class Program : IDisposable
{
    private readonly Process _process;
    private readonly Transcript _output, _errors;

    private Program(string workingFolder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AkkaClip.App.CommandLine.AkkaClipCommand).Assembly.Location, .. arguments])
        {
            WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = new Transcript(_process.StandardOutput);
        _errors = new Transcript(_process.StandardError);
    }

    public static Program Start(string workingFolder, params string[] arguments) => new(workingFolder, arguments);

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

    /// <summary>Waits until a text is on the standard output.</summary>
    public Task OutputContainsAsync(string text) => _output.ContainsAsync(text);

    /// <summary>Waits until a text is on the standard error.</summary>
    public Task ErrorsContainAsync(string text) => _errors.ContainsAsync(text);

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public Task InterruptAsync() => SignalAsync("-INT");

    /// <summary>SIGTERM, as systemd and timeout send it.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    internal sealed record Ended(int ExitCode, string Output, string Errors);
}
