using System.Diagnostics;
using AkkaClip.TestSupport;

namespace Petabridge.Cmd.Tests.Kit;

/// <summary>The built client as a process of its own.</summary>
internal sealed class Pbm : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Pbm(string? secret, string[] arguments)
    {
        var program = Path.Combine(TestData.RepositoryRoot(), "src", "standins", "pbm", "bin", Configuration, "net10.0", "pbm.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PBM_SECRET"] = secret ?? "";
        _process = Process.Start(start)!;
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public StreamWriter Input => _process.StandardInput;

    public static Pbm Start(params string[] arguments) => new(null, arguments);

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(string? secret, params string[] arguments)
    {
        using var pbm = new Pbm(secret, arguments);
        pbm.Input.Close();
        return await pbm.EndAsync();
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(s_limit);

    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async Task<Ended> EndAsync()
    {
        var (output, errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return new Ended(_process.ExitCode, (await output).TrimEnd(), (await errors).TrimEnd());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    internal sealed record Ended(int ExitCode, string Output, string Errors);
}
