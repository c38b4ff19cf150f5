using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Errors;

namespace AkkaClip.Collectives.Tests.Links;

/// <summary>What anybody can do to an open port: nothing.</summary>
public sealed class ListenerTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly DataPlaneListener _listener;
    private readonly BulkServer _server;
    private readonly BulkClient _client = new(TestNodes.Options);

    public ListenerTests()
    {
        _listener = new DataPlaneListener(TestNodes.Options with { OpeningTimeout = TimeSpan.FromMilliseconds(500), MaxOpenings = 8, Warn = _warnings.Enqueue });
        _server = new BulkServer(_listener);
        _server.Register("echo", (request, body, _) => body.Write(request));
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("ACPLyyyyzzzz")]
    public async Task Garbage_is_closed_without_an_answer_of_substance_and_logged_once(string garbage)
    {
        for (var i = 0; i < 5; i++)
        {
            using var socket = Connect();
            socket.Send(System.Text.Encoding.ASCII.GetBytes(garbage));
            AwaitClosed(socket);
        }
        await AssertServes();
        Assert.Single(_warnings);
        Assert.Contains("127.0.0.1", _warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_openings_keep_nobody_out_and_are_closed()
    {
        var silent = Enumerable.Range(0, 50).Select(_ => Connect()).ToArray();
        await AssertServes();
        Assert.All(silent, AwaitClosed);
        Array.ForEach(silent, socket => socket.Dispose());
    }

    [Fact]
    public void A_byte_now_and_then_does_not_outlast_the_deadline()
    {
        using var socket = Connect();
        using var dripping = new Timer(_ =>
        {
            try
            {
                socket.Send("A"u8);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                _ = e; // closed, as it should be
            }
        }, null, 0, 100);
        AwaitClosed(socket);
    }

    [Fact]
    public void A_claim_of_a_great_length_is_refused_before_it_is_read()
    {
        using var socket = Connect();
        socket.Send(Hello(1));
        socket.Send([0xFF, 0xFF]);
        AwaitClosed(socket);
        Assert.Contains("65535", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_is_told_apart()
    {
        using var socket = Connect();
        socket.Send(Hello(9));
        AwaitClosed(socket);
        Assert.Contains("version 9", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorded_opening_opens_nothing()
    {
        using var tap = new Tap(_listener.Endpoint);
        Assert.Equal([5], await _client.Request(tap.Endpoint, "echo", new byte[] { 5 }, 1, default).WaitAsync(s_hang));

        using var replay = Connect();
        replay.Send(tap.FromDialler);
        AwaitClosed(replay);
        Assert.Contains("does not know the secret", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_a_mistake_of_the_user()
    {
        var mistake = Assert.Throws<UserErrorException>(() => new DataPlaneListener(
            TestNodes.Options with { Listen = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, _listener.Endpoint.Port) }));
        Assert.Contains($"{_listener.Endpoint.Port}", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_secret_is_a_mistake_of_the_user() =>
        Assert.Throws<UserErrorException>(() => new DataPlaneListener(TestNodes.Options with { Secret = "short"u8.ToArray() }));

    [Theory]
    [InlineData("10.0.0.1:4053")]
    [InlineData("node-7.example:65535")]
    [InlineData("[::1]:1")]
    [InlineData("127.0.0.1:4053;boot/net:[1];akkaclip-00ff")]
    public void Endpoints_survive_the_way_through_text(string text) => Assert.Equal(text, DataPlaneEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData(":1")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:1;half")]
    public void What_is_no_endpoint_is_refused(string text) => Assert.Throws<FormatException>(() => DataPlaneEndpoint.Parse(text));

    private async Task AssertServes() =>
        Assert.Equal([1, 2], await _client.Request(_listener.Endpoint, "echo", new byte[] { 1, 2 }, 2, default).WaitAsync(s_hang));

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
        socket.Connect(_listener.Endpoint.Host, _listener.Endpoint.Port);
        return socket;
    }

    private static byte[] Hello(int version)
    {
        var hello = new byte[40];
        "ACPL"u8.CopyTo(hello);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(4), version);
        RandomNumberGenerator.Fill(hello.AsSpan(8));
        return hello;
    }

    /// <summary>Reads until the node closes; a time-out is a failure.</summary>
    private static void AwaitClosed(Socket socket)
    {
        var buffer = new byte[256];
        try
        {
            while (socket.Receive(buffer) > 0)
            {
                // Its own hello, which anybody may have.
            }
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }
}
