using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaClip.Actors.Progress;
using AkkaClip.App.Tests.Runs;
using AkkaClip.TestSupport.Folders;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Cluster.Tests;

/// <summary>What strangers do to the open ports of nodes, while a run trains on them.</summary>
public sealed class StrangersTests(ShapesFolder shapes) : IClassFixture<ShapesFolder>, IDisposable
{
    private const int NumRounds = 15;
    private const long MaxGrowthBytes = 256 << 20;

    private readonly ProcessCluster _cluster = new(shapes.Root);

    public void Dispose() => _cluster.Dispose();

    /// <summary>Nothing, words of another protocol, half a greeting, claims of great lengths, noise.</summary>
    private static byte[][] Openings { get; } =
    [
        [],
        "GET /metrics HTTP/1.1\r\nHost: node\r\n\r\n"u8.ToArray(),
        [.. "AKCR"u8, 1],
        [.. "AKCR"u8, 1, 0xFF, 0xFF, .. Noise(2000)],
        [.. "AKCR"u8, 9, 0, 0],
        [.. "ACPL"u8, .. Noise(12)],
        [.. BitConverter.GetBytes(int.MaxValue), .. Noise(100)],
        Noise(64 << 10),
    ];

    [Fact]
    public async Task Strangers_are_refused_told_once_and_cost_the_run_nothing()
    {
        var (clusterPort, dataPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var control = await _cluster.StartSeed("control", "control,evaluator");
        await _cluster.Start("a", "trainer");
        var attacked = await _cluster.Start("b", "trainer", clusterPort, "-D", $"data-plane.port={dataPort}");
        var watch = _cluster.Submit("undisturbed");
        await using var run = new RunFollower(Path.Combine(_cluster.Root, "undisturbed"), watch);
        await run.UntilAsync<RunEvent.CheckpointSaved>();

        var seedPort = int.Parse(_cluster.Seed.Split(':')[1], CultureInfo.InvariantCulture);
        int[] ports = [seedPort, clusterPort, dataPort];
        await Knock(ports);
        var before = ResidentBytes(attacked);
        for (var round = 0; round < NumRounds; round++)
            await Knock(ports);
        var silent = ports.SelectMany(port => Enumerable.Range(0, 100).Select(_ => Connect(port))).ToList();
        var foreign = _cluster.Run("node", "--name", "foreign", "--roles", "trainer", "--port", "0", "--seed", _cluster.Seed, "-D", "secret.file=cluster.secret", "-D", "cluster.system=another", "-D", "runs-directory=.");
        await foreign.ErrorsContainAsync("does not answer as a node of the cluster 'another'");

        var reached = (await run.UntilAsync<RunEvent.Progressed>()).Step;
        while ((await run.UntilAsync<RunEvent.Progressed>()).Step < reached + 20)
        {
            // it goes on
        }

        Assert.True(ResidentBytes(attacked) - before < MaxGrowthBytes, $"{before} bytes before, {ResidentBytes(attacked)} after");
        Assert.Equal(2, Assert.Single(await _cluster.Records("run", "list")).GetProperty("numTrainers").GetInt32());
        await _cluster.Command("run", "cancel", "undisturbed");
        Assert.Contains("stopped", (await watch.EndAsync()).Output, StringComparison.Ordinal);
        silent.ForEach(socket => socket.Dispose());
        foreign.Kill();
        foreach (var node in new[] { attacked, control })
            await node.TerminateAsync();

        var log = (await attacked.EndAsync()).Errors.Split('\n');
        Assert.Single(log, line => line.Contains("Refused a connection from [127.0.0.1]", StringComparison.Ordinal));
        var refusals = log.Where(line => line.Contains("data plane: refused a link from 127.0.0.1", StringComparison.Ordinal)).Select(line => line.Split("it ")[^1]).ToList();
        Assert.InRange(refusals.Count, 1, Openings.Length + 1); // one for each reason, and one for silence
        Assert.Equal(refusals.Distinct(), refusals);
        Assert.DoesNotContain(log, line => line.Contains(" ERROR ", StringComparison.Ordinal));
        Assert.Single((await control.EndAsync()).Errors.Split('\n'), line => line.Contains("Refused a connection from [127.0.0.1]", StringComparison.Ordinal));
        Assert.DoesNotContain(
            MetricsFiles.Read(Path.Combine(_cluster.Root, "undisturbed")),
            happened => happened is RunEvent.TrainerLost or RunEvent.StepAborted or RunEvent.TrainerHealed);
    }

    /// <summary>One of every kind at every port; each is held open until all have been sent.</summary>
    private static async Task Knock(int[] ports)
    {
        var sockets = new List<Socket>();
        foreach (var port in ports)
        {
            foreach (var opening in Openings)
            {
                var socket = Connect(port);
                sockets.Add(socket);
                try
                {
                    await socket.SendAsync(opening);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
                {
                    _ = e; // refused before it had said all
                }
            }
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static long ResidentBytes(CommandLineProcess process)
    {
        using var running = System.Diagnostics.Process.GetProcessById(process.Id);
        return running.WorkingSet64;
    }
}
