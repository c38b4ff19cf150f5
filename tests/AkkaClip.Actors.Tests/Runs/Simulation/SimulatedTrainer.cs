using Akka.Actor;
using AkkaClip.Actors.Runs;
using AkkaClip.Actors.Training;
using AkkaClip.Core.Membership;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Tests.Runs.Simulation;

/// <summary>Answers a coordinator as a trainer whose steps cost nothing.</summary>
internal sealed class SimulatedTrainer : ReceiveActor
{
    private readonly RunId _run;
    private readonly TrainerId _id;
    private readonly IActorRef _coordinator;
    private readonly SimulationGate _gate;
    private readonly SimulatedSamples _samples;

    public SimulatedTrainer(RunId run, TrainerId id, IActorRef coordinator, SimulationGate gate, SimulatedSamples samples)
    {
        (_run, _id, _coordinator, _gate, _samples) = (run, id, coordinator, gate, samples);
        Receive<Trainer.Follow>(_ => Announce());
        Receive<Trainer.StartGeneration>(Enter);
        Receive<Trainer.CommitStep>(Commit);
        Receive<SimulationGate.Pass>(passed => Reduce(passed.Stamp));
    }

    public static Props Props(RunId run, TrainerId id, IActorRef coordinator, SimulationGate gate, SimulatedSamples samples) =>
        Akka.Actor.Props.Create(() => new SimulatedTrainer(run, id, coordinator, gate, samples));

    protected override void PreStart() => Announce();

    private void Announce() => _coordinator.Tell(new RunCoordinator.TrainerReady(_run, new TrainerStanding(_id, null, null), 1, 0, "nowhere", [], IsPrepared: true));

    private void Enter(Trainer.StartGeneration command)
    {
        var stamp = command.Plan.Generation.Stamp(command.Plan.Generation.FirstStep);
        _coordinator.Tell(new RunCoordinator.GenerationEntered(stamp, _id, 1));
        ReduceUnlessHeld(stamp);
    }

    private void Commit(Trainer.CommitStep command)
    {
        _gate.CountCommit();
        _coordinator.Tell(new RunCoordinator.StepCommitted(command.Stamp, _id, command.ReportChecksum ? 1 : null));
        ReduceUnlessHeld(command.Stamp with { Step = command.Stamp.Step + 1 });
    }

    private void ReduceUnlessHeld(StepStamp stamp)
    {
        if (!_gate.Holds(stamp, Self))
            Reduce(stamp);
    }

    private void Reduce(StepStamp stamp)
    {
        var outcome = new StepOutcome(stamp.Step, 1, 1, IsFinite: true, 1, default);
        _coordinator.Tell(new RunCoordinator.StepReduced(stamp, _id, outcome, TimeSpan.Zero, 0, _samples.Of(stamp.Step)));
    }
}
