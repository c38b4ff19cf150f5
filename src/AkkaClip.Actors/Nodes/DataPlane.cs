using System.Net;
using AkkaClip.Actors.Loading;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Nodes;

namespace AkkaClip.Actors.Nodes;

/// <summary>A node's end of the data plane: links of its trainers, and batches that it asks for or serves.</summary>
internal sealed class DataPlane : IDisposable
{
    private readonly BulkServer? _server;
    private readonly BulkClient _client;

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
        Listener = new DataPlaneListener(options);
        _server = spec.Has(NodeRoles.Data) ? new BulkServer(Listener) : null;
        _client = new BulkClient(options);
        Batches = new BatchPlane(_client, _server, Listener.Endpoint.ToString(), new ByteBudget((long)spec.LoaderMegabytes << 20));
    }

    public DataPlaneListener Listener { get; }

    public BatchPlane Batches { get; }

    public void Dispose()
    {
        _client.Dispose();
        _server?.Dispose();
        Listener.Dispose();
    }

    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
}
