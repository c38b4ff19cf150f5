using System.Net;
using System.Net.Sockets;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Accepts connections. A stranger gets a limited time and a limited number of bytes to greet properly.</summary>
internal sealed class Listener : IDisposable
{
    // Connections that have not greeted yet, so that strangers cannot use up sockets.
    private const int MaximumStrangers = 256;

    private readonly Socket _socket;
    private readonly TcpSettings _settings;
    private readonly LogThrottle _throttle;
    private readonly ILoggingAdapter _log;
    private int _strangers;

    /// <exception cref="RemoteTransportException">The address cannot be listened on.</exception>
    public Listener(TcpSettings settings, LogThrottle throttle, ILoggingAdapter log)
    {
        _settings = settings;
        _throttle = throttle;
        _log = log;
        _socket = Bind(settings);
        Port = ((IPEndPoint)_socket.LocalEndPoint).Port;
    }

    /// <summary>The port that was got, where any was asked for.</summary>
    public int Port { get; }

    /// <param name="welcome">Greets the other side and takes the stream over; it throws what makes it refuse.</param>
    public void Start(Func<Stream, CancellationToken, Task> welcome) => _ = Accept(welcome);

    public void Dispose() => _socket.Dispose();

    private static Socket Bind(TcpSettings settings)
    {
        var where = $"{settings.Hostname}:{settings.Port}";
        Socket socket = null;
        try
        {
            var address = Names.Resolve(settings.Hostname, settings.UseIpv6);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen(settings.Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            var reason = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use already" : e.Message;
            throw new RemoteTransportException(
                $"Cannot listen on {where}: {reason} (akka.remote.dot-netty.tcp.hostname and port)", e);
        }
    }

    private async Task Accept(Func<Stream, CancellationToken, Task> welcome)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or the stranger has gone: the next one may be luckier.
                if (_throttle.Allows("accept"))
                    _log.Warning("A connection could not be accepted: {0}", e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(50)).ConfigureAwait(false);
                continue;
            }
            _ = Greet(socket, welcome);
        }
    }

    private async Task Greet(Socket socket, Func<Stream, CancellationToken, Task> welcome)
    {
        var source = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        using var timeout = new CancellationTokenSource(_settings.ConnectionTimeout);
        try
        {
            if (Interlocked.Increment(ref _strangers) > MaximumStrangers)
                throw new GreetingException($"{MaximumStrangers} connections are waiting to be greeted already");
            await Task.Yield();
            Dialer.Configure(socket, _settings);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_settings.Tls is { } tls)
                stream = await tls.AsServer(stream, timeout.Token).ConfigureAwait(false);
            await welcome(stream, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            socket.Dispose();
            var reason = e switch
            {
                OperationCanceledException => $"it has not greeted within {_settings.ConnectionTimeout}",
                EndOfStreamException => "it has left before it had greeted",
                _ => e.Message,
            };
            if (_throttle.Allows($"source {source}"))
                _log.Warning("Refused a connection from [{0}]: {1}. More from there are refused silently for a while", source, reason);
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }
    }
}
