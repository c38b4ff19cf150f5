using System.Diagnostics;
using System.Globalization;
using AkkaClip.Collectives;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>One member of the all-reduce: says where it listens, reads where the others do, then a size a line, and answers with seconds.</summary>
internal static class MemberProcess
{
    private const double SecondsPerSize = 3;
    private const int MinRuns = 3, MaxRuns = 200;

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
            Console.WriteLine(Measure(member, int.Parse(line, CultureInfo.InvariantCulture) / sizeof(float)));
    }

    private static MemberTimes Measure(ICollectiveMember member, int numFloats)
    {
        var buffer = GC.AllocateArray<float>(numFloats, pinned: true);
        var (best, last, cpu, agreed) = (double.MaxValue, 0.0, 0.0, 0.0);
        var run = 0;
        for (; run < MinRuns || (run < MaxRuns && agreed < SecondsPerSize); run++)
        {
            buffer.AsSpan().Fill(1);
            float[] spent = [(float)last];
            member.AllReduceSum(spent).Complete(); // a barrier, and agreement on when to stop
            agreed += spent[0] / member.WorldSize;
            var (start, cpuStart) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            member.AllReduceSum(buffer).Complete();
            last = Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu += (Environment.CpuUsage.TotalTime - cpuStart).TotalSeconds;
            best = Math.Min(best, last);
            if (buffer[^1] != member.WorldSize || buffer[0] != member.WorldSize)
                throw new InvalidOperationException($"The sum of {member.WorldSize} ones came out as {buffer[0]} and {buffer[^1]}.");
        }
        return new MemberTimes(best, cpu / run);
    }

    private static TrainerId Trainer(int rank) => new($"member-{rank:00}");
}
