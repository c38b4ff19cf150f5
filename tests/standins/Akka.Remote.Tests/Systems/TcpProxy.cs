using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Tests.Systems;

/// <summary>Stands between systems, at a port of its own, and does to their connections what networks do.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<Link> _links = [];
    private readonly Task _accepting;
    private int _targetPort;
    private bool _isSilent;

    public TcpProxy()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    public int Port { get; }

    /// <summary>How many connections have been made through it so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Where connections go from now on.</summary>
    public void Target(int port) => _targetPort = port;

    /// <summary>Breaks every connection that is open.</summary>
    public void Cut() => ForAll(link => link.Break());

    /// <summary>Lets nothing through any more on those connections that have carried more bytes than that.</summary>
    public void StallAbove(long bytes) => ForAll(link => link.IsStalled = link.Carried > bytes);

    /// <summary>Lets nothing through any more, on connections to come neither.</summary>
    public void Silence()
    {
        lock (_gate)
        {
            _isSilent = true;
            _links.ForEach(link => link.IsStalled = true);
        }
    }

    /// <summary>Puts bytes of its own into the stream towards the target.</summary>
    public void Inject(byte[] bytes) => ForAll(link => link.Inject(bytes));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private void ForAll(Action<Link> action)
    {
        lock (_gate)
            _links.ForEach(action);
    }

    private async Task Accept()
    {
        while (true)
        {
            Socket accepted;
            try
            {
                accepted = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            var target = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await target.ConnectAsync(IPAddress.Loopback, _targetPort);
            }
            catch (SocketException)
            {
                accepted.Dispose();
                continue;
            }
            lock (_gate)
            {
                _links.Add(new Link(accepted, target, _isSilent));
                Connections++;
            }
        }
    }

    private sealed class Link
    {
        private readonly Socket _from;
        private readonly Socket _to;
        private long _carried;

        public Link(Socket from, Socket to, bool isStalled)
        {
            (_from, _to) = (from, to);
            IsStalled = isStalled;
            _ = Pump(from, to);
            _ = Pump(to, from);
        }

        public long Carried => Interlocked.Read(ref _carried);

        public bool IsStalled { get; set; }

        public void Break()
        {
            _from.Dispose();
            _to.Dispose();
        }

        public void Inject(byte[] bytes)
        {
            if (_to.Connected)
                _to.Send(bytes);
        }

        private async Task Pump(Socket from, Socket to)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer) is var count and > 0)
                {
                    if (IsStalled)
                        return;
                    Interlocked.Add(ref _carried, count);
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The other end is told below.
            }
            Break();
        }
    }
}
