using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Hands what has arrived to its actor, as far as the settings trust the other side.</summary>
internal sealed class InboundDelivery
{
    private readonly Remoting _remoting;
    private readonly ILoggingAdapter _log;
    private readonly RemoteSettings _settings;

    public InboundDelivery(Remoting remoting)
    {
        _remoting = remoting;
        _log = remoting.Log;
        _settings = remoting.Settings;
    }

    public void Deliver(in InboundMessage letter)
    {
        var (recipient, sender, message) = letter;
        if (_settings.LogReceive)
            _log.Debug("received message [{0}] to [{1}] from [{2}]", message, recipient, sender);
        if (recipient is null or RemoteActorRef)
        {
            if (_remoting.Throttle.Allows($"recipient {recipient?.Path.Address}"))
                _log.Error("Dropping message [{0}] for non-local recipient [{1}] arriving at [{2}]", message.GetType(), recipient, _remoting.DefaultAddress);
            return;
        }
        switch (message)
        {
            case ActorSelectionMessage selection when IsUntrusted(recipient, selection):
                _log.Debug("operating in UntrustedMode, dropping inbound actor selection to [{0}]; it is allowed by akka.remote.trusted-selection-paths",
                    PathOf(selection));
                break;
            case ActorSelectionMessage selection:
                // Here, and not behind what the actors on the way are busy with.
                new ActorSelection(recipient, selection.Elements).Tell(selection.Message, sender ?? _remoting.Provider.DeadLetters);
                break;
            case IPossiblyHarmful or ISystemMessage when _settings.UntrustedMode:
                _log.Debug("operating in UntrustedMode, dropping inbound message of type [{0}]", message.GetType());
                break;
            case ISystemMessage system:
                recipient.SendSystemMessage(system);
                break;
            default:
                recipient.Tell(message, sender);
                break;
        }
    }

    private static string PathOf(ActorSelectionMessage selection) => "/" + string.Join("/", selection.Elements.AsEnumerable());

    private bool IsUntrusted(IInternalActorRef recipient, ActorSelectionMessage selection) => _settings.UntrustedMode
        && (!_settings.TrustedSelectionPaths.Contains(PathOf(selection))
            || selection.Message is IPossiblyHarmful
            || !recipient.Equals(_remoting.Provider.RootGuardian));
}
