using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Holds the end of the system until the transport has sent what waits and is closed.</summary>
internal sealed class RemotingTerminator : UntypedActor, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    private readonly IActorRef _systemGuardian;
    private readonly RemoteTransport _transport;
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System.EventStream, "remoting-terminator");

    public RemotingTerminator(IActorRef systemGuardian, RemoteTransport transport)
    {
        _systemGuardian = systemGuardian;
        _transport = transport;
    }

    protected override void PreStart() => _systemGuardian.Tell(RegisterTerminationHook.Instance);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TerminationHook:
                _log.Info("Flushing remote transports.");
                _transport.Shutdown().WaitAsync(_transport.Provider.RemoteSettings.ShutdownTimeout).PipeTo(Self, success: () => TransportShutdown.Instance, failure: _ => TransportShutdown.Instance);
                break;
            case TransportShutdown:
                _log.Info("Remoting shut down.");
                _systemGuardian.Tell(TerminationHookDone.Instance);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed class TransportShutdown
    {
        public static readonly TransportShutdown Instance = new();
    }
}
