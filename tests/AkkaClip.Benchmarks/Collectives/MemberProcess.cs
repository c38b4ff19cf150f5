using System.Diagnostics;
using System.Globalization;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>One member of the all-reduce: says where it listens, reads where the others do, then a size a line, and answers with seconds.</summary>
internal static class MemberProcess
{
    private const double SecondsPerSize = 3;

    public static void Run(int rank, int worldSize, bool unix, WireFormat wire)
    {
        using var listener = new DataPlaneListener(new DataPlaneOptions
        {
            Secret = "the benchmark's own secret"u8.ToArray(),
            UnixSocket = unix,
            Warn = Console.Error.WriteLine,
        });
        Console.WriteLine(listener.Endpoint);
        var endpoints = Console.ReadLine()!.Split(' ').Select(DataPlaneEndpoint.Parse).ToArray();
        var generation = Generation.Of(new RunId("benchmark"), 1, 0, Enumerable.Range(0, worldSize).Select(Trainer));
        using var member = SocketGroup.Join(
            generation, Trainer(rank), Enumerable.Range(0, worldSize).ToDictionary(Trainer, other => endpoints[other]), listener, new SocketGroupOptions { GradientWire = wire });
        while (Console.ReadLine() is { } line)
        {
            var buffer = GC.AllocateArray<float>(int.Parse(line, CultureInfo.InvariantCulture) / sizeof(float), pinned: true);
            var best = double.MaxValue;
            var total = 0.0;
            for (var run = 0; run < 3 || (run < 200 && total < SecondsPerSize); run++)
            {
                buffer.AsSpan().Fill(1);
                var length = new float[1] { (float)total };
                member.AllReduceSum(length).Complete(); // a barrier, and agreement on when to stop
                total = length[0] / worldSize;
                var start = Stopwatch.GetTimestamp();
                member.AllReduceSum(buffer).Complete();
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                best = Math.Min(best, seconds);
                total += seconds;
                if (buffer[^1] != worldSize || buffer[0] != worldSize)
                    throw new InvalidOperationException($"The sum of {worldSize} ones came out as {buffer[0]} and {buffer[^1]}.");
            }
            Console.WriteLine(best.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static TrainerId Trainer(int rank) => new($"member-{rank:00}");
}
