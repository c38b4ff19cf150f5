using System.Net;
using System.Net.Sockets;
using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Tests.Links;

/// <summary>A wire between two nodes that a test can cut, freeze, or spoil, and that remembers what went over it.</summary>
internal sealed class Tap : IDisposable
{
    private readonly object _gate = new();
    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _sockets = [];
    private readonly MemoryStream _fromDialler = new();
    private readonly DataPlaneEndpoint _target;
    private long _numBytes;
    private bool _isFrozen;
    private long _actAt = long.MaxValue;
    private Action<byte[], int>? _act;

    public Tap(DataPlaneEndpoint target)
    {
        _target = target;
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listening.Listen();
        Endpoint = new DataPlaneEndpoint("127.0.0.1", ((IPEndPoint)_listening.LocalEndPoint!).Port);
        Run(Accept);
    }

    /// <summary>Dialled instead of the target.</summary>
    public DataPlaneEndpoint Endpoint { get; }

    /// <summary>The first bytes that the dialling end sent.</summary>
    public byte[] FromDialler
    {
        get
        {
            lock (_gate)
                return _fromDialler.ToArray();
        }
    }

    /// <summary>Closes both ends once so many bytes went over, in both directions together.</summary>
    public void CutAfter(long numBytes) => At(numBytes, (_, _) => _sockets.ForEach(socket => socket.Close(0)));

    /// <summary>From then on takes nothing and gives nothing, and closes nothing.</summary>
    public void FreezeAfter(long numBytes) => At(numBytes, (_, _) => _isFrozen = true);

    /// <summary>Changes one bit of the byte at that place.</summary>
    public void SpoilAfter(long numBytes) => At(numBytes, (bytes, place) => bytes[place] ^= 0x10);

    /// <summary>Returns once so many further bytes went over.</summary>
    public void AwaitBytes(long numBytes)
    {
        lock (_gate)
        {
            var goal = _numBytes + numBytes;
            while (_numBytes < goal)
                Assert.True(Monitor.Wait(_gate, TimeSpan.FromSeconds(60)), "nothing goes over the wire");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isFrozen = false;
            Monitor.PulseAll(_gate);
            _listening.Dispose();
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private void At(long numBytes, Action<byte[], int> act)
    {
        lock (_gate)
            (_actAt, _act) = (_numBytes + numBytes, act);
    }

    private void Accept()
    {
        while (true)
        {
            var from = _listening.Accept();
            var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            from.NoDelay = true;
            to.Connect(_target.Host, _target.Port);
            lock (_gate)
                _sockets.AddRange([from, to]);
            Run(() => Copy(from, to, isFromDialler: true));
            Run(() => Copy(to, from, isFromDialler: false));
        }
    }

    private void Copy(Socket from, Socket to, bool isFromDialler)
    {
        var buffer = new byte[64 * 1024];
        while (from.Receive(buffer) is var count && count > 0)
        {
            lock (_gate)
            {
                if (isFromDialler && _fromDialler.Length < 4096)
                    _fromDialler.Write(buffer, 0, count);
                if (_numBytes + count > _actAt)
                {
                    var place = (int)(_actAt - _numBytes);
                    _actAt = long.MaxValue;
                    _act!(buffer, place);
                }
                while (_isFrozen)
                    Monitor.Wait(_gate);
                _numBytes += count;
                Monitor.PulseAll(_gate);
            }
            for (var sent = 0; sent < count;)
                sent += to.Send(buffer, sent, count - sent, SocketFlags.None);
        }
        to.Shutdown(SocketShutdown.Send);
    }

    /// <summary>A wire ends with its sockets, whichever thread notices first.</summary>
    private static void Run(Action act) => new Thread(() =>
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _ = e;
        }
    }) { IsBackground = true }.Start();
}
