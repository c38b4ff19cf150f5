using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Bulk;

/// <summary>Serves bulk bytes to other nodes on a node's data plane: batches of a loader, a living replica's state.</summary>
public sealed class BulkServer : ILinkTaker, IDisposable
{
    private readonly DataPlaneListener _listener;
    private readonly Dictionary<string, BulkHandler> _channels = [];
    private readonly HashSet<BulkConnection> _connections = [];
    private bool _isClosed;

    /// <exception cref="InvalidOperationException">The listener has a server already.</exception>
    public BulkServer(DataPlaneListener listener)
    {
        _listener = listener;
        listener.Meetings.Serve(this);
    }

    /// <summary>Serves a channel until the returned object is disposed; requests under way are answered still.</summary>
    /// <exception cref="InvalidOperationException">The channel is served already.</exception>
    public IDisposable Register(string channel, BulkHandler handler)
    {
        lock (_channels)
        {
            if (!_channels.TryAdd(channel, handler))
                throw new InvalidOperationException($"Channel {channel} is served already.");
        }
        return new Registration(this, channel);
    }

    /// <summary>Ends all connections; requests under way fail.</summary>
    public void Dispose()
    {
        _listener.Meetings.StopServing();
        BulkConnection[] left;
        lock (_connections)
        {
            _isClosed = true;
            left = [.. _connections];
        }
        foreach (var connection in left)
            connection.End("the server is closing");
    }

    string? ILinkTaker.Refuse(LinkClaim claim) => null;

    void ILinkTaker.Take(LinkClaim claim, LinkStream stream)
    {
        var connection = new BulkConnection(Find, Forget, _listener.Options.SilenceLimit);
        lock (_connections)
        {
            if (_isClosed)
            {
                stream.Dispose();
                return;
            }
            _connections.Add(connection);
        }
        connection.Link.Start(_ => stream);
    }

    private BulkHandler? Find(string channel)
    {
        lock (_channels)
            return _channels.GetValueOrDefault(channel);
    }

    private void Forget(BulkConnection connection)
    {
        lock (_connections)
            _connections.Remove(connection);
    }

    private sealed class Registration(BulkServer server, string channel) : IDisposable
    {
        public void Dispose()
        {
            lock (server._channels)
                server._channels.Remove(channel);
        }
    }
}
