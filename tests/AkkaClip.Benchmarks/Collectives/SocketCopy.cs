using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>The bound that the all-reduce is seen beside: one process sends, another receives, one blocking socket, nothing else done.</summary>
internal static class SocketCopy
{
    private const int ChunkBytes = 512 * 1024;
    private const long TotalBytes = 11_445L * ChunkBytes; // 6 GB

    /// <summary>From this process to another.</summary>
    /// <returns>GB/s, and processor seconds of both for one GB.</returns>
    public static (double Bandwidth, double CpuSeconds) Measure(bool unix)
    {
        using var listening = unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(unix ? new UnixDomainSocketEndPoint($"\0akkaclip-benchmark-{Environment.ProcessId}") : new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        using var receiver = Worker.Start("receiver", unix ? $"akkaclip-benchmark-{Environment.ProcessId}" : $"{((IPEndPoint)listening.LocalEndPoint!).Port}");
        using var socket = listening.Accept();
        socket.SendBufferSize = 2 * 1024 * 1024;
        var chunk = GC.AllocateArray<byte>(ChunkBytes, pinned: true);
        var cpuStart = Environment.CpuUsage.TotalTime;
        for (long sent = 0; sent < TotalBytes; sent += ChunkBytes)
            socket.Send(chunk);
        socket.Shutdown(SocketShutdown.Send);
        var cpu = (Environment.CpuUsage.TotalTime - cpuStart).TotalSeconds;
        var received = MemberTimes.Parse(receiver.ReadLine());
        return (TotalBytes / received.Seconds / 1e9, (cpu + received.CpuSeconds) / (TotalBytes / 1e9));
    }

    /// <summary>The other process.</summary>
    public static void Receive(string address)
    {
        using var socket = int.TryParse(address, out var port)
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.ReceiveBufferSize = 2 * 1024 * 1024;
        socket.Connect(port > 0 ? new IPEndPoint(IPAddress.Loopback, port) : new UnixDomainSocketEndPoint("\0" + address));
        var chunk = GC.AllocateArray<byte>(ChunkBytes, pinned: true);
        var (total, cpuStart) = (0L, Environment.CpuUsage.TotalTime);
        var start = Stopwatch.GetTimestamp();
        while (socket.Receive(chunk) is var count && count > 0)
            total += count;
        if (total != TotalBytes)
            throw new InvalidOperationException($"{total} bytes came of {TotalBytes}.");
        Console.WriteLine(new MemberTimes(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpuStart).TotalSeconds));
    }
}
