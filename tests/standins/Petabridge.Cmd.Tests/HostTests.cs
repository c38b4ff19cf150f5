using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using AkkaClip.TestSupport.Processes;
using Petabridge.Cmd.Host;
using Petabridge.Cmd.Tests.Kit;

namespace Petabridge.Cmd.Tests;

/// <summary>A host and its client, by processes and sockets as people use them.</summary>
public sealed class HostTests : TestKit
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly string _address;

    public HostTests()
        : this(LoopbackPort.Free())
    {
    }

    private HostTests(int port)
        : base(Settings("127.0.0.1", port), "host-tests")
    {
        _address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        Start(Sys);
        AwaitAssert(() =>
        {
            using var client = new TcpClient();
            client.Connect(IPEndPoint.Parse(_address));
        }, s_limit);
    }

    private static string Settings(string host, int port, string more = "") =>
        string.Create(CultureInfo.InvariantCulture, $"petabridge.cmd {{ host = \"{host}\", port = {port}, log-palettes-on-startup = on }}\n{more}");

    private static void Start(ActorSystem system)
    {
        var pbm = PetabridgeCmd.Get(system);
        Assert.True(pbm.RegisterCommandPalette(new EchoPalette()));
        pbm.Start();
    }

    [Fact]
    public void A_palette_registers_once()
    {
        Assert.Same(PetabridgeCmd.Get(Sys), PetabridgeCmd.Get(Sys));
        Assert.False(PetabridgeCmd.Get(Sys).RegisterCommandPalette(new EchoPalette()));
    }

    [Fact]
    public async Task A_command_is_answered_and_its_streams_end()
    {
        Assert.Equal(new Pbm.Ended(0, "again again", ""), await Pbm.RunAsync(null, _address, "echo", "say", "--text", "again", "-n", "2"));
        Assert.Equal(new Pbm.Ended(0, "two words", ""), await Pbm.RunAsync(null, _address, "echo", "say", "-t", "two words"));
        Assert.Equal(new Pbm.Ended(0, "one\ntwo\nthree", ""), await Pbm.RunAsync(null, _address, "echo", "count"));
    }

    [Theory]
    [InlineData("pbm: this host has no palette 'ecoh'; did you mean echo?", "ecoh", "say")]
    [InlineData("pbm: this host has no palette 'weather'; it has actor, echo, log", "weather")]
    [InlineData("pbm: echo needs a command: say, count, forever, break", "echo")]
    [InlineData("pbm: echo has no command 'sya'; did you mean say?", "echo", "sya")]
    [InlineData("pbm: echo say needs -t TEXT: What to say.", "echo", "say")]
    [InlineData("pbm: echo say has no switch '-x'; it has -t or --text, -n", "echo", "say", "-x", "1")]
    [InlineData("pbm: -t of echo say needs a value: What to say.", "echo", "say", "-t")]
    [InlineData("pbm: -t of echo say is given twice", "echo", "say", "-t", "a", "-t", "b")]
    [InlineData("pbm: echo count takes no switches, and got '-n'", "echo", "count", "-n", "1")]
    [InlineData("pbm: much is no number of times", "echo", "say", "-t", "a", "-n", "much")]
    [InlineData("pbm: echo break failed: it is broken", "echo", "break")]
    [InlineData("pbm: actor hierarchy has no switch '-x'; it has -s or -S, -d or -D", "actor", "hierarchy", "-x", "1")]
    [InlineData("pbm: there is no actor /user/nobody", "actor", "hierarchy", "-s", "/user/nobody")]
    [InlineData("pbm: the depth is '-1'; it must be a whole number of 0 or more", "actor", "hierarchy", "-d", "-1")]
    public async Task A_mistake_is_one_line_and_exit_code_1(string said, params string[] words) =>
        Assert.Equal(new Pbm.Ended(1, "", said), await Pbm.RunAsync(null, [_address, .. words]));

    [Fact]
    public async Task Help_tells_palettes_commands_and_switches()
    {
        var all = await Pbm.RunAsync(null, _address, "help");
        Assert.Contains("echo say -t TEXT [-n TIMES]", all.Output, StringComparison.Ordinal);
        Assert.Contains("actor hierarchy [-s START] [-d DEPTH]", all.Output, StringComparison.Ordinal);

        var one = await Pbm.RunAsync(null, _address, "help", "echo", "say");
        Assert.Equal(["echo say           Says it again.", "  -t, --text TEXT  What to say.", "  -n TIMES         How often. (optional)"], one.Output.Split('\n'));
        Assert.Equal(new Pbm.Ended(1, "", "pbm: echo has no command 'sing'; it has break, count, forever, say"), await Pbm.RunAsync(null, _address, "help", "echo", "sing"));
    }

    [Fact]
    public async Task The_built_in_palettes_look_into_the_actor_system()
    {
        Assert.Equal("akka://host-tests", (await Pbm.RunAsync(null, _address, "actor", "system")).Output);
        var hierarchy = (await Pbm.RunAsync(null, _address, "actor", "hierarchy", "-d", "1")).Output.Split('\n');
        Assert.Equal("/user", hierarchy[0]);
        Assert.Contains("/user/petabridge.cmd", hierarchy);
        Assert.Equal("/user/echo-clock", (await Pbm.RunAsync(null, _address, "actor", "hierarchy", "-s", "/user/echo-clock")).Output);

        Sys.Log.Warning("something to remember");
        await AwaitAssertAsync(async () => Assert.Contains("something to remember", (await Pbm.RunAsync(null, _address, "log", "view")).Output, StringComparison.Ordinal), s_limit);
    }

    [Fact]
    public async Task An_interrupted_stream_ends_on_both_sides()
    {
        using var pbm = Pbm.Start(_address, "echo", "forever");
        Assert.Equal("tick", await pbm.ReadLineAsync());
        Assert.Equal(1, await Listeners());

        await pbm.InterruptAsync();

        Assert.Equal(0, (await pbm.EndAsync()).ExitCode);
        await AwaitAssertAsync(async () => Assert.Equal(0, await Listeners()), s_limit);
    }

    [Fact]
    public async Task A_client_that_is_killed_ends_its_stream()
    {
        using (var pbm = Pbm.Start(_address, "echo", "forever"))
            Assert.Equal("tick", await pbm.ReadLineAsync());

        await AwaitAssertAsync(async () => Assert.Equal(0, await Listeners()), s_limit);
    }

    [Fact]
    public async Task Commands_are_read_until_exit()
    {
        using var pbm = Pbm.Start(_address);
        await pbm.Input.WriteLineAsync("echo say -t \"first one\"");
        await pbm.Input.WriteLineAsync("echo sya");
        await pbm.Input.WriteLineAsync("echo say -t second");
        await pbm.Input.WriteLineAsync("exit");

        var ended = await pbm.EndAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains($"successfully connected to {_address}", ended.Output, StringComparison.Ordinal);
        Assert.Contains($"[{_address}] pbm> first one\n[{_address}] pbm> [{_address}] pbm> second", ended.Output, StringComparison.Ordinal);
        Assert.Equal("pbm: echo has no command 'sya'; did you mean say?", ended.Errors);
    }

    [Fact]
    public async Task A_wrong_port_is_one_line_and_exit_code_2()
    {
        var closed = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{LoopbackPort.Free()}");
        Assert.Equal(new Pbm.Ended(2, "", $"pbm: nothing listens on {closed}; is the node running, and is this its petabridge.cmd port?"), await Pbm.RunAsync(null, closed, "help"));
        Assert.Equal(new Pbm.Ended(2, "", "pbm: '127.0.0.1:99999' is no host:port, with a port of 1 to 65535"), await Pbm.RunAsync(null, "127.0.0.1:99999", "help"));

        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        Assert.Equal(new Pbm.Ended(2, "", $"pbm: what listens on {other.LocalEndpoint} is no petabridge.cmd host; is it another port of the node?"), await Pbm.RunAsync(null, other.LocalEndpoint.ToString()!, "help"));
        await answering;
    }

    [Fact]
    public async Task A_taken_port_is_logged_and_the_actor_system_goes_on()
    {
        var port = int.Parse(_address.Split(':')[1], CultureInfo.InvariantCulture);
        using var second = ActorSystem.Create("second", Settings("127.0.0.1", port, "akka.loggers = [\"Akka.TestKit.TestEventListener, Akka.TestKit\"]"));
        await CreateEventFilter(second).Error(contains: $"cannot listen on [127.0.0.1:{port}]").ExpectOneAsync(s_limit, () =>
        {
            Start(second);
            return Task.CompletedTask;
        });
        Assert.False(second.WhenTerminated.IsCompleted);
        await second.Terminate();
    }

    [Fact]
    public async Task A_client_that_speaks_something_else_is_cut_off()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(_address));
        var stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);

        Assert.NotNull(await reader.ReadLineAsync().WaitAsync(s_limit));
        Assert.Null(await reader.ReadLineAsync().WaitAsync(s_limit));
        Assert.Equal("akka://host-tests", (await Pbm.RunAsync(null, _address, "actor", "system")).Output);
    }

    [Fact]
    public async Task Off_the_loopback_a_secret_is_needed()
    {
        var port = LoopbackPort.Free();
        using (var open = ActorSystem.Create("open", Settings("0.0.0.0", port, "akka.loggers = [\"Akka.TestKit.TestEventListener, Akka.TestKit\"]")))
        {
            await CreateEventFilter(open).Error(contains: "needs petabridge.cmd.secret").ExpectOneAsync(s_limit, () =>
            {
                Start(open);
                return Task.CompletedTask;
            });
            await open.Terminate();
        }

        using var guarded = ActorSystem.Create("guarded", Settings("0.0.0.0", port, "petabridge.cmd.secret = \"sesame\""));
        Start(guarded);
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        await AwaitAssertAsync(async () => Assert.Equal(new Pbm.Ended(0, "akka://guarded", ""), await Pbm.RunAsync("sesame", address, "actor", "system")), s_limit);
        Assert.Equal(new Pbm.Ended(2, "", $"pbm: {address} asks for a secret; put it into PBM_SECRET"), await Pbm.RunAsync(null, address, "actor", "system"));
        Assert.Equal(new Pbm.Ended(2, "", $"pbm: the secret in PBM_SECRET is not that of {address}"), await Pbm.RunAsync("simsim", address, "actor", "system"));
        await guarded.Terminate();
    }

    private Task<int> Listeners() => Sys.ActorSelection("/user/echo-clock").Ask<int>("count", s_limit);

    private static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync(answer);
    }
}
