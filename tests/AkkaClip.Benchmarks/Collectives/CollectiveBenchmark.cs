using System.Globalization;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Errors;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>
/// All-reduce between real processes of this machine, beside a plain copy over a socket in the same run. Bus bandwidth is
/// 2 (P - 1) / P times the buffer, by time: what one member sends, which is what a network bounds.
/// </summary>
public static class CollectiveBenchmark
{
    private static readonly long[] s_sizes = [1L << 20, 64L << 20, 600_000_000];

    /// <summary>Without arguments: all of it. The arguments of the other processes are this class's affair.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        switch (arguments)
        {
            case []:
                Compare(output);
                break;
            case ["member", var rank, var worldSize, var link, var wire]:
                MemberProcess.Run(Number(rank), Number(worldSize), link == "unix", wire == "bf16" ? WireFormat.Bfloat16 : WireFormat.Float32);
                break;
            case ["receiver", var address]:
                SocketCopy.Receive(address);
                break;
            default:
                throw new UserErrorException("collectives takes no arguments.");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Compare(TextWriter output)
    {
        output.WriteLine($"cores: {Environment.ProcessorCount}, load before: {Load()}");
        output.WriteLine("link  processes  wire  buffer MB  time ms  bus GB/s  cpu s/GB  x copy  (best time; processor seconds of all for a GB moved, and how often a plain copy's)");
        foreach (var unix in new[] { true, false })
        {
            var (bandwidth, copy) = SocketCopy.Measure(unix);
            output.WriteLine($"{(unix ? "unix" : "tcp"),-5} plain copy by one blocking socket, two processes: {bandwidth,5:F2} {copy,9:F3}");
            foreach (var numProcesses in new[] { 2, 4 })
            {
                foreach (var wire in new[] { "fp32", "bf16" })
                    Measure(output, unix, numProcesses, wire, copy);
            }
        }
        output.WriteLine($"load after: {Load()}");
    }

    private static void Measure(TextWriter output, bool unix, int numProcesses, string wire, double copy)
    {
        var workers = Enumerable.Range(0, numProcesses).Select(rank => Worker.Start("member", $"{rank}", $"{numProcesses}", unix ? "unix" : "tcp", wire)).ToArray();
        try
        {
            var endpoints = workers.Select(worker => DataPlaneEndpoint.Parse(worker.ReadLine())).ToArray();
            foreach (var worker in workers)
                worker.WriteLine(string.Join(' ', endpoints.Select(endpoint => endpoint.ToString())));
            foreach (var size in s_sizes)
            {
                foreach (var worker in workers)
                    worker.WriteLine($"{size}");
                var times = workers.Select(worker => MemberTimes.Parse(worker.ReadLine())).ToArray();
                var seconds = times.Max(time => time.Seconds);
                var moved = 2.0 * (numProcesses - 1) / numProcesses * size / 1e9; // by each
                var cpu = times.Average(time => time.CpuSeconds) / moved;
                output.WriteLine($"{(unix ? "unix" : "tcp"),-5} {numProcesses,9}  {wire}  {size / 1e6,9:F1}  {seconds * 1e3,7:F1}  {moved / seconds,8:F2}  {cpu,8:F3}  {cpu / copy,6:F2}");
            }
        }
        finally
        {
            foreach (var worker in workers)
                worker.Dispose();
        }
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
