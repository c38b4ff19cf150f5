using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Collectives;
using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Training;

/// <summary>Owns one trainer's end of the data plane: opens the links of a generation, and leaves them when it ends.</summary>
/// <remarks>
/// Child of its trainer. When it stops or restarts, for whatever reason, the links of its generation fail at once for
/// every member: that is how the others notice that a trainer is gone. A restarted one has no links until the next
/// generation.
/// </remarks>
internal sealed class Synchronizer : ReceiveActor
{
    private readonly ITrainerLinks _provider;
    private readonly TrainerId _trainer;
    private readonly LinksPort _port;
    private ICollectiveMember? _links;

    public Synchronizer(ITrainerLinks links, TrainerId trainer, LinksPort port)
    {
        _provider = links;
        _trainer = trainer;
        _port = port;
        Receive<OpenLinks>(Open);
    }

    /// <summary>Leaves the links of the generation before, and joins these. Does not wait for the other members.</summary>
    /// <param name="Generation">Members and ranks.</param>
    /// <param name="Endpoints">Where each member is found, by rank.</param>
    public sealed record OpenLinks(Generation Generation, ImmutableArray<string> Endpoints);

    public sealed record LinksOpened(int Generation);

    /// <summary>Others are ahead: the generation is over before this member came to it.</summary>
    public sealed record LinksRefused(int Generation, string Reason);

    public static Props Props(ITrainerLinks links, TrainerId trainer, LinksPort port) =>
        Akka.Actor.Props.Create(() => new Synchronizer(links, trainer, port));

    protected override void PostStop() => Leave();

    private void Open(OpenLinks command)
    {
        Leave();
        var number = command.Generation.Number;
        try
        {
            _links = _provider.Join(command.Generation, _trainer, command.Endpoints);
        }
        catch (InvalidOperationException e)
        {
            Sender.Tell(new LinksRefused(number, e.Message));
            return;
        }

        _port.Set(number, _links);
        Sender.Tell(new LinksOpened(number));
    }

    private void Leave()
    {
        _port.Clear();
        _links?.Dispose();
        _links = null;
    }
}
