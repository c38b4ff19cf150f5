using System.Net;
using System.Net.Sockets;
using Petabridge.Cmd.Wire;

namespace Petabridge.Cmd.Host;

/// <summary>Listens, and has an actor for each connection.</summary>
/// <remarks>Where it cannot listen it says so in the log, and stops: the actor system goes on without it.</remarks>
internal sealed class CommandHost : ReceiveActor
{
    private const int MaxConnections = 64;

    private readonly PetabridgeCmd _plugin;
    private readonly HostSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private TcpListener _listener;
    private long _lastConnection;

    public CommandHost(PetabridgeCmd plugin, HostSettings settings)
    {
        (_plugin, _settings) = (plugin, settings);
        Receive<Accepted>(OnAccepted);
        Receive<AcceptFailed>(failed => _log.Warning("petabridge.cmd host: a connection could not be accepted: {0}", failed.Reason));
    }

    private sealed record Accepted(Socket Socket);

    private sealed record AcceptFailed(string Reason);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        if (!_settings.IsLoopback && _settings.Secret.Length == 0)
        {
            _log.Error("petabridge.cmd host does not listen on [{0}:{1}]: off the loopback it needs petabridge.cmd.secret", _settings.Address, _settings.Port);
            Context.Stop(Self);
            return;
        }

        try
        {
            _listener = new TcpListener(_settings.Address, _settings.Port);
            _listener.Start();
        }
        catch (SocketException e)
        {
            _log.Error("petabridge.cmd host cannot listen on [{0}:{1}]: {2}", _settings.Address, _settings.Port, e.Message);
            _listener = null;
            Context.Stop(Self);
            return;
        }

        _log.Info("petabridge.cmd host bound to [{0}]", (IPEndPoint)_listener.LocalEndpoint);
        if (_settings.LogPalettes)
            _log.Info("petabridge.cmd palettes: {0}", string.Join(", ", _plugin.Palettes.Keys.Order(StringComparer.Ordinal)));
        _ = AcceptAsync(_listener, Self, _stopped.Token);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _listener?.Dispose();
        _stopped.Dispose();
    }

    private static async Task AcceptAsync(TcpListener listener, IActorRef self, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                self.Tell(new Accepted(await listener.AcceptSocketAsync(stopped).ConfigureAwait(false)), ActorRefs.NoSender);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                self.Tell(new AcceptFailed(e.Message), ActorRefs.NoSender);
            }
        }
    }

    private void OnAccepted(Accepted accepted)
    {
        if (Context.GetChildren().Count() >= MaxConnections)
        {
            _log.Warning("petabridge.cmd host refuses a connection: there are {0}", MaxConnections);
            accepted.Socket.Dispose();
            return;
        }

        var link = new Link(accepted.Socket);
        var secret = _settings.Secret.Length > 0 ? _settings.Secret : null;
        Context.ActorOf(
            Props.Create(() => new Connection(link, secret, _plugin.Palettes)),
            $"{Uri.EscapeDataString(link.RemoteEndPoint)}-{++_lastConnection}");
    }
}
