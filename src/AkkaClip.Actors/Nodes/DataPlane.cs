using System.Net;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Training;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Snapshots;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Nodes;

namespace AkkaClip.Actors.Nodes;

/// <summary>A node's end of the data plane: links of its trainers, states that they give and take, and batches that it asks for or serves.</summary>
internal sealed class DataPlane : IDisposable
{
    private readonly DataPlaneListener _listener;
    private readonly BulkServer _server;
    private readonly BulkClient _client;
    private readonly SnapshotShare _states;

    /// <param name="warn">Takes one line for each source whose links are refused.</param>
    /// <exception cref="Core.Errors.UserErrorException">The port or the certificate cannot be used.</exception>
    public DataPlane(NodeSpec spec, Action<string> warn)
    {
        var options = new DataPlaneOptions
        {
            Secret = spec.Secret.ToKey(),
            Listen = new IPEndPoint(AddressOf(spec.DataPlane.Host), spec.DataPlane.Port),
            AdvertisedHost = spec.DataPlane.Host,
            SilenceLimit = spec.DataPlane.ProgressDeadline,
            UnixSocket = spec.DataPlane.UnixSockets && OperatingSystem.IsLinux(),
            Tls = spec.DataPlane.Tls is { } tls ? Certificates.Load(tls) : null,
            Warn = warn,
        };
        _listener = new DataPlaneListener(options);
        _server = new BulkServer(_listener);
        _client = new BulkClient(options);
        _states = new SnapshotShare(_server);
        Links = new SocketLinks(_listener, _states, _client, new SocketGroupOptions());
        Batches = new BatchPlane(
            _client, spec.Has(NodeRoles.Data) ? _server : null, _listener.Endpoint.ToString(), new ByteBudget((long)spec.LoaderMegabytes << 20));
    }

    /// <summary>How the trainers of this node reach others.</summary>
    public ITrainerLinks Links { get; }

    public BatchPlane Batches { get; }

    public void Dispose()
    {
        _states.Dispose();
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
}
