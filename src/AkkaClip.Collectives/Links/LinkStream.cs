using System.Net.Security;
using System.Net.Sockets;

namespace AkkaClip.Collectives.Links;

/// <summary>
/// The bytes of one link: a blocking socket, or TLS on it. One thread sends while one receives; any thread may end it.
/// </summary>
internal sealed class LinkStream : IDisposable
{
    private readonly Socket _socket;
    private SslStream? _tls;
    private volatile bool _isStopped;
    private TimeSpan _silenceLimit;

    public LinkStream(Socket socket, TimeSpan silenceLimit)
    {
        _socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
            socket.NoDelay = true;
        socket.SendBufferSize = SocketBufferBytes;
        socket.ReceiveBufferSize = SocketBufferBytes;
        SetSilenceLimit(silenceLimit);
        Source = socket.RemoteEndPoint is System.Net.IPEndPoint remote ? remote.Address.ToString() : "this host";
    }

    /// <summary>A few chunks in each direction: enough that neither end waits for the other's thread to wake.</summary>
    public static int SocketBufferBytes { get; } = 2 * 1024 * 1024;

    /// <summary>The other end's address without its port.</summary>
    public string Source { get; }

    /// <summary>How long one call waits for the other end to give or take anything.</summary>
    /// <exception cref="IOException">The link has ended.</exception>
    public void SetSilenceLimit(TimeSpan limit)
    {
        _silenceLimit = limit;
        try
        {
            _socket.SendTimeout = _socket.ReceiveTimeout = Math.Max(1, (int)limit.TotalMilliseconds);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("was unlinked", e);
        }
    }

    public void StartTls(SslServerAuthenticationOptions server)
    {
        var tls = new SslStream(new NetworkStream(_socket));
        tls.AuthenticateAsServer(server);
        _tls = tls;
    }

    public void StartTls(SslClientAuthenticationOptions client)
    {
        var tls = new SslStream(new NetworkStream(_socket));
        tls.AuthenticateAsClient(client);
        _tls = tls;
    }

    /// <summary>Sends all of it.</summary>
    /// <exception cref="IOException">The other end is gone or takes nothing.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_tls is not null)
            {
                _tls.Write(bytes);
                return;
            }
            while (!bytes.IsEmpty)
                bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
        }
        catch (Exception e) when (Cause(e) is { } cause)
        {
            throw new IOException(Words(cause, "took nothing"), e);
        }
    }

    /// <summary>Fills the whole span.</summary>
    /// <exception cref="IOException">The other end is gone or sends nothing.</exception>
    public void Receive(Span<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var count = _tls?.Read(bytes) ?? _socket.Receive(bytes, SocketFlags.None);
                if (count == 0)
                    throw new EndOfStreamException("closed the link");
                if (_isStopped)
                    throw new EndOfStreamException("was unlinked");
                bytes = bytes[count..];
            }
        }
        catch (Exception e) when (Cause(e) is { } cause)
        {
            throw new IOException(Words(cause, "sent nothing"), e);
        }
    }

    /// <summary>From the next bytes on, <see cref="Receive"/> fails.</summary>
    public void StopReceiving() => _isStopped = true;

    /// <summary>Says that nothing more comes.</summary>
    public void StopSending() => Shutdown(SocketShutdown.Send);

    /// <summary>
    /// Takes what still comes, until the other end says that nothing more comes. Who closes on unread bytes resets the
    /// link, and what it sent last is lost on the way.
    /// </summary>
    public void Drain(Span<byte> scratch)
    {
        try
        {
            while ((_tls?.Read(scratch) ?? _socket.Receive(scratch, SocketFlags.None)) > 0)
            {
                // Nobody wants it.
            }
        }
        catch (Exception e)
        {
            _ = e; // an end as good as another, whatever TLS makes of it
        }
    }

    /// <summary>Wakes both threads.</summary>
    public void Dispose()
    {
        // Closing alone does not wake a thread in a blocking call on every system; shutting down does.
        Shutdown(SocketShutdown.Both);
        _socket.Dispose();
    }

    private void Shutdown(SocketShutdown which)
    {
        try
        {
            _socket.Shutdown(which);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already, which is what was wanted.
            _ = e;
        }
    }

    /// <summary>What broke the link; null for an exception of another kind.</summary>
    private static SocketError? Cause(Exception e) => e switch
    {
        EndOfStreamException => null,
        SocketException socket => socket.SocketErrorCode,
        ObjectDisposedException => SocketError.OperationAborted,
        IOException { InnerException: SocketException socket } => socket.SocketErrorCode,
        IOException => SocketError.ConnectionReset,
        _ => null,
    };

    private string Words(SocketError cause, string silence) => cause switch
    {
        SocketError.TimedOut or SocketError.WouldBlock => $"{silence} for {_silenceLimit.TotalSeconds:0.###} s",
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => "reset the link",
        SocketError.OperationAborted or SocketError.Interrupted => "was unlinked",
        _ => $"cannot be reached: {cause}",
    };
}
