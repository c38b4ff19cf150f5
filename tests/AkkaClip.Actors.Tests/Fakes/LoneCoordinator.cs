using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Tests.Fakes;

/// <summary>A coordinator without the actors around it.</summary>
internal static class LoneCoordinator
{
    /// <param name="registry">Gets what it says to its registry.</param>
    /// <param name="trainers">Assigned to the run.</param>
    public static IActorRef Lead(
        ActorSystem system, RunSpec spec, RunRegistrySettings settings, IActorRef registry, long term, params ImmutableArray<TrainerId> trainers)
    {
        var options = settings.Coordinator(spec, FakeParts.Samples.Stream.NumSamples, "configuration");
        var coordinator = system.ActorOf(Props.Create(() => new Registry(spec, options, registry))).Ask<IActorRef>("coordinator").GetAwaiter().GetResult();
        coordinator.Tell(new RunCoordinator.TermBegun(term));
        coordinator.Tell(new RunCoordinator.TrainersAssigned(trainers, MayGrow: true));
        return coordinator;
    }

    private sealed class Registry : ReceiveActor
    {
        public Registry(RunSpec spec, CoordinatorOptions options, IActorRef probe)
        {
            var coordinator = Context.ActorOf(RunCoordinator.Props(spec, options));
            Receive<string>(_ => Sender.Tell(coordinator));
            ReceiveAny(probe.Tell);
        }
    }
}
