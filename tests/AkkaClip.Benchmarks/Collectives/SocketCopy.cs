using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>The bound that the all-reduce is seen beside: one process sends, another receives, one blocking socket, nothing else done.</summary>
internal static class SocketCopy
{
    private const int ChunkBytes = 512 * 1024;
    private const long TotalBytes = 6_000_000_000;

    /// <summary>GB/s from this process to another.</summary>
    public static double Measure(bool unix)
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
        for (long sent = 0; sent < TotalBytes; sent += ChunkBytes)
            socket.Send(chunk);
        socket.Shutdown(SocketShutdown.Send);
        return double.Parse(receiver.ReadLine(), CultureInfo.InvariantCulture);
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
        var total = 0L;
        var start = Stopwatch.GetTimestamp();
        while (socket.Receive(chunk) is var count && count > 0)
            total += count;
        Console.WriteLine((total / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9).ToString("R", CultureInfo.InvariantCulture));
    }
}
