using AkkaClip.Actors.Loading;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Membership;
using AkkaClip.Data.Batches;

namespace AkkaClip.Actors.Tests.Loading;

/// <summary>The serving end of a node of role data, in this process.</summary>
internal sealed class ServingNode : IDisposable
{
    public static readonly RunId Run = new("a run");
    public const string Configuration = "0123456789abcdef";

    public static readonly DataPlaneOptions Options = new() { Secret = "a secret that all nodes share"u8.ToArray(), UnixSocket = false, Warn = _ => { } };

    private readonly DataPlaneListener _listener = new(Options);
    private readonly BulkServer _server;
    private readonly IBatchLoader? _loader;
    private int _numRequests;
    private bool _isGone;

    /// <summary>A node that answers every request by a handler.</summary>
    public ServingNode(string name, BulkHandler handler)
    {
        _server = new BulkServer(_listener);
        _server.Register(BatchRequest.Channel(Run, Configuration), (request, body, cancelled) =>
        {
            Interlocked.Increment(ref _numRequests);
            return handler(request, body, cancelled);
        });
        Address = new LoaderAddress(name, _listener.Endpoint.ToString());
    }

    /// <summary>A node that makes batches.</summary>
    public ServingNode(string name, IBatchLoader loader, ByteBudget? budget = null)
        : this(name, new BatchChannel(loader, PictureSource.Target, budget ?? new ByteBudget(1 << 20)).Serve) => _loader = loader;

    public LoaderAddress Address { get; }

    public int NumRequests => Volatile.Read(ref _numRequests);

    public void Dispose()
    {
        if (_isGone)
            return;
        _isGone = true;
        _server.Dispose();
        _listener.Dispose();
        _loader?.Dispose();
    }
}
