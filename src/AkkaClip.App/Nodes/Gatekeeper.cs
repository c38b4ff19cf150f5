using Akka.Actor;
using Akka.Event;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Nodes;

/// <summary>Answers nodes that are about to join, whether they and this member belong together; see <see cref="Proof"/>.</summary>
/// <remarks>One on each node, without state but for whom it has complained about already.</remarks>
internal sealed class Gatekeeper : ReceiveActor
{
    public const string Name = "gatekeeper";

    /// <summary>Strangers beyond this many are refused without a word in the log.</summary>
    private const int MaxLoggedStrangers = 1000;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<Address> _strangers = [];

    public Gatekeeper(SecretText secret, string version, TimeProvider time)
    {
        Receive<string>(question =>
        {
            if (!Proof.IsGenuine(question, secret))
                Complain(Sender.Path.Address);
            Sender.Tell(Proof.Answer(question, secret, version, time.GetUtcNow()));
        });
    }

    public static Props Props(SecretText secret, string version, TimeProvider time) => Akka.Actor.Props.Create(() => new Gatekeeper(secret, version, time));

    private void Complain(Address stranger)
    {
        if (_strangers.Count < MaxLoggedStrangers && _strangers.Add(stranger))
            _log.Warning("{0} asked to join and does not know the cluster's secret", stranger);
    }
}
