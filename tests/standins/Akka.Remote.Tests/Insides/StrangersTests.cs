using System.Buffers.Binary;
using System.Net.Sockets;
using Akka.Remote.Tests.Systems;
using Akka.TestKit;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Insides;

/// <summary>Peers that are no actor systems, or mad ones.</summary>
public sealed class StrangersTests : RemoteSystems
{
    private readonly ActorSystem _there;
    private readonly IActorRef _echo;

    public StrangersTests(ITestOutputHelper output)
        : base(output, Impatient)
    {
        _there = Start("there");
        _echo = Sys.ActorOf(Props.Create<Echo>(), "echo");
    }

    private static string Impatient => "akka.remote.dot-netty.tcp.connection-timeout = 1s";

    public static TheoryData<string, byte[]> Greetings => new()
    {
        { "text", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray() },
        { "noise", Noise(100_000) },
        { "zeros", new byte[10_000] },
        { "the greeting of another version", [.. "AKCR"u8, 99, 0, 0] },
        { "a greeting of 65535 bytes", [.. "AKCR"u8, 1, 0xFF, 0xFF] },
        { "a greeting full of noise", [.. "AKCR"u8, 1, 200, 0, .. Noise(200)] },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task Who_does_not_greet_properly_is_cut_off_and_does_no_harm(string what, byte[] bytes)
    {
        using var stranger = await Connect();
        try
        {
            await stranger.SendAsync(bytes);
        }
        catch (SocketException)
        {
            // Cut off before everything was sent.
        }
        Assert.True(await IsCutOff(stranger), what);
        await AssertAlive();
    }

    [Fact]
    public async Task Who_greets_slowly_or_not_at_all_is_cut_off_after_a_while()
    {
        using var silent = await Connect();
        using var half = await Connect();
        await half.SendAsync("AKC"u8.ToArray());
        Assert.True(await IsCutOff(silent));
        Assert.True(await IsCutOff(half));
        await AssertAlive();
    }

    [Fact]
    public async Task Strangers_of_one_source_are_logged_once()
    {
        await EventFilter.Warning(contains: "Refused a connection from [127.0.0.1]").ExpectAsync(1, async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                using var stranger = await Connect();
                await stranger.SendAsync("nonsense"u8.ToArray());
                Assert.True(await IsCutOff(stranger));
            }
        });
        await AssertAlive();
    }

    [Fact]
    public async Task Hundreds_of_silent_strangers_keep_nobody_out_for_long()
    {
        var strangers = new List<Socket>();
        for (var i = 0; i < 400; i++)
            strangers.Add(await Connect());
        foreach (var stranger in strangers)
            Assert.True(await IsCutOff(stranger));
        strangers.ForEach(s => s.Dispose());
        await AssertAlive();
    }

    public static TheoryData<string, byte[]> Frames => new()
    {
        { "a frame of 2 GB", Length(int.MaxValue) },
        { "a frame of negative length", Length(-1) },
        { "an empty frame", Length(0) },
        { "a frame of unknown kind", [.. Length(1), 250] },
        { "an envelope that ends within a field", [.. Length(4), 1, 0xFF, 0xFF, 0] },
        { "noise", Noise(50_000) },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task A_peer_gone_mad_loses_its_connection_and_a_sane_one_gets_a_new_one(string what, byte[] bytes)
    {
        await using var proxy = new TcpProxy();
        var behind = StartBehind(proxy, "behind");
        var echo = await Reach(Sys, behind.ActorOf(Props.Create<Echo>(), "echo"), behind);
        Assert.Equal("before", await echo.Ask<string>("before", Soon));
        var before = proxy.Connections;
        proxy.Inject(bytes);
        await AwaitConditionAsync(async () => await Answers(echo) && proxy.Connections > before, Soon, TimeSpan.FromMilliseconds(50), what);
    }

    [Fact]
    public async Task A_greeting_meant_for_another_system_is_refused()
    {
        await using var proxy = new TcpProxy();
        proxy.Target(AddressOf(_there).Port!.Value);
        var wrong = new RootActorPath(new Address("akka.tcp", "elsewhere", "127.0.0.1", proxy.Port)) / "user" / "echo";
        await EventFilter.Warning(contains: "is not the address of this system").ExpectOneAsync(async () =>
            await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection(wrong).ResolveOne(Soon)));
    }

    private static async Task<bool> Answers(IActorRef echo)
    {
        try
        {
            return await echo.Ask<string>("after", TimeSpan.FromMilliseconds(500)) == "after";
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private async Task AssertAlive()
    {
        var echo = await Reach(_there, _echo, Sys);
        Assert.Equal("alive", await echo.Ask<string>("alive", Soon));
    }

    private async Task<Socket> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Here.Host, Here.Port!.Value);
        return socket;
    }

    private static async Task<bool> IsCutOff(Socket socket)
    {
        using var limit = new CancellationTokenSource(Soon);
        try
        {
            return await socket.ReceiveAsync(new byte[1024], limit.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }
}
