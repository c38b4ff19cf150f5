using System.Diagnostics;
using AkkaClip.Core.Errors;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>Another process of this program, spoken to by lines.</summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    private Worker(Process process) => _process = process;

    public static Worker Start(params string[] arguments) => Of("collectives", arguments);

    /// <param name="benchmark">Whose process it is.</param>
    public static Worker Of(string benchmark, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        start.ArgumentList.Add(benchmark);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new Worker(Process.Start(start)!);
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new UserErrorException("A process of the benchmark ended early; its error is above.");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
