using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Links;

/// <summary>A node's end of the data plane: accepts links, and hands them to the group or server that they are for.</summary>
public sealed class DataPlaneListener : IDisposable
{
    private readonly Socket _tcp;
    private readonly Socket? _unix;
    private readonly Openings _openings;

    /// <exception cref="UserErrorException">The secret is too short, or the port cannot be used.</exception>
    public DataPlaneListener(DataPlaneOptions options)
    {
        if (options.Secret.Length < DataPlaneOptions.MinSecretBytes)
            throw new UserErrorException($"The cluster's secret has {options.Secret.Length} bytes; the data plane takes {DataPlaneOptions.MinSecretBytes} or more.");
        Options = options;
        _tcp = Open(new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp), options.Listen);
        var endpoint = new DataPlaneEndpoint(options.AdvertisedHost ?? options.Listen.Address.ToString(), ((IPEndPoint)_tcp.LocalEndPoint!).Port);
        if (options.UnixSocket && options.HostId is { } host)
        {
            var name = $"akkaclip-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
            _unix = Open(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), Dialler.UnixEndPoint(name));
            endpoint = endpoint with { HostId = host, UnixName = name };
        }
        Endpoint = endpoint;
        _openings = new Openings(options, Meetings);
        Accept(_tcp, "tcp");
        if (_unix is not null)
            Accept(_unix, "unix");
    }

    /// <summary>What peers dial; sent to them by the control plane.</summary>
    public DataPlaneEndpoint Endpoint { get; }

    internal DataPlaneOptions Options { get; }

    internal Meetings Meetings { get; } = new();

    /// <summary>A run is over here. Links of its generations that still come are refused like those of any unknown one.</summary>
    public void Forget(RunId run) => Meetings.Forget(run);

    /// <summary>Accepts no more links. Those that groups and servers have taken are theirs.</summary>
    public void Dispose()
    {
        _openings.Close();
        Meetings.Close();
        _tcp.Dispose();
        _unix?.Dispose();
    }

    private static Socket Open(Socket socket, EndPoint at)
    {
        try
        {
            socket.Bind(at);
            socket.Listen(512);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new UserErrorException($"The data plane cannot listen on {at}: {e.Message}. Choose another address or port.", e);
        }
    }

    private void Accept(Socket listening, string name) =>
        new Thread(() =>
        {
            while (_openings.Accept(listening))
            {
                // Each opening has a thread of its own: this one never waits for a peer.
            }
        }) { IsBackground = true, Name = $"data-plane-{name}" }.Start();
}
