using System.Runtime.InteropServices;
using Petabridge.Cmd.Wire;

namespace Petabridge.Cmd.Client;

/// <summary>Does one command and ends, or reads commands until it is told to exit.</summary>
internal static class PbmProgram
{
    private const int Success = 0, CommandFailed = 1, NotConnected = 2;

    private const string Usage = """
        pbm [host:port] [palette command switches...]

        Without a command it reads commands, until exit. The host is 127.0.0.1:9110 where none is named.
        Ctrl-C ends a command that streams. PBM_SECRET is the host's secret, where it has one.

          pbm                               commands of 127.0.0.1:9110; help lists them
          pbm help [palette [command]]
          pbm 10.0.0.7:9110 cluster show
          pbm cluster leave -a akka.tcp://system@10.0.0.7:4053

        Ends with 0; with 1 when the command could not be done; with 2 when no host answered.
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h", ..])
        {
            Console.WriteLine(Usage);
            return Success;
        }

        try
        {
            var (host, port, words) = HostOf(arguments);
            using var session = await Session.ConnectAsync(host, port, Environment.GetEnvironmentVariable("PBM_SECRET"));
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = session.Interrupt());
            return words.Count > 0
                ? await session.DoAsync(WordSplitter.Join(words)) ? Success : CommandFailed
                : await ReadCommandsAsync(session);
        }
        catch (PbmException e)
        {
            await Console.Error.WriteLineAsync($"pbm: {e.Message}");
            return NotConnected;
        }
    }

    private static async Task<int> ReadCommandsAsync(Session session)
    {
        Console.WriteLine($"successfully connected to {session.Host}");
        Console.WriteLine("type `help` to see what's available, `exit` to leave");
        while (true)
        {
            Console.Write($"[{session.Host}] pbm> ");
            var line = (await Console.In.ReadLineAsync())?.Trim();
            if (line is null or "exit" or "quit")
                return Success;
            if (line.Length > 0)
                await session.DoAsync(line);
        }
    }

    private static (string Host, int Port, IReadOnlyList<string> Words) HostOf(string[] arguments)
    {
        const string DefaultHost = "127.0.0.1";
        const int DefaultPort = 9110;
        if (arguments is not [var first, ..] || first.LastIndexOf(':') is var colon && colon < 0)
            return (DefaultHost, DefaultPort, arguments);
        return int.TryParse(first.AsSpan(colon + 1), out var port) && port is > 0 and <= ushort.MaxValue && colon > 0
            ? (first[..colon].Trim('[', ']'), port, arguments[1..])
            : throw new PbmException($"'{first}' is no host:port, with a port of 1 to 65535");
    }
}
