using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Evaluations;
using AkkaClip.Actors.Nodes;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Pool;

namespace AkkaClip.Actors.Runs;

/// <summary>The nodes, and what runs get of them: trainers and evaluations.</summary>
public sealed partial class RunRegistry
{
    private readonly TrainerPool _pool = new();
    private bool _isSettled;
    private readonly Dictionary<RunId, (IActorRef Agent, Evaluator.Evaluate Task)> _evaluations = [];

    /// <summary>A coordinator has left these trainers out of its generation; they may serve another run.</summary>
    internal sealed record TrainersRetired(RunId Run, TrainerId Trainer);

    /// <summary>Answered by <see cref="NodeList"/>.</summary>
    public sealed record GetNodes : IWireMessage;

    public sealed record NodeList(ImmutableArray<NodeStatus> Nodes) : IWireMessage;

    private void ServeNodes()
    {
        Receive<GetNodes>(_ => Sender.Tell(new NodeList(_pool.Describe(((ExtendedActorSystem)Context.System).Provider.DefaultAddress))));
        Receive<Settled>(_ => Settle());
        Receive<NodeAgent.NodeOffer>(OnOffer);
        Receive<NodeAgent.TrainerGivenUp>(gone =>
        {
            _pool.Free(gone.Run, gone.Trainer, isSpent: true);
            Assign();
        });
        Receive<TrainersRetired>(OnRetired);
        Receive<Evaluator.Evaluate>(Evaluate);
        ServeLoaders();
    }

    private void OnOffer(NodeAgent.NodeOffer offer)
    {
        var hasNewLoaders = _loaders.Offer(offer, Sender);
        if (_pool.Offer(offer, Sender))
            Welcome(offer);
        else if (offer.BatchEndpoint is not null)
            AssignLoaders($"node {offer.Node} {(hasNewLoaders ? "has opened the data" : "is there")}");
        if (offer.IsLeaving)
            Drain(offer.Node);
    }

    private void Welcome(NodeAgent.NodeOffer offer)
    {
        Context.Watch(Sender);
        foreach (var hosted in offer.Trainers.Select(trainer => trainer.Run).Concat(offer.Serves.Select(served => served.Run)).Distinct())
        {
            if (Find(hosted.Value) is not { Ended: null } run)
                Sender.Tell(new NodeAgent.CloseRun(hosted));
            else if (run.Trains)
                Sender.Tell(new NodeAgent.FollowCoordinator(hosted, run.Coordinator!, run.Term));
        }

        Prepare();
        Assign();
    }

    /// <summary>A node wants to leave: its runs finish the step at hand, and go on without its trainers.</summary>
    private void Drain(string node)
    {
        LoseEvaluations(Sender, "its node is leaving");
        _loaders.Remove(Sender);
        Assign(); // others may have room
        var hosted = _pool.HostedBy(node);
        if (hosted.IsEmpty)
            Sender.Tell(new NodeAgent.NodeDrained(node));
        foreach (var (run, trainer) in hosted)
            Find(run.Value)?.Coordinator?.Tell(new RunCoordinator.RetireTrainer(trainer, $"node {node} is leaving"));
    }

    private void LoseEvaluations(IActorRef agent, string reason)
    {
        foreach (var (run, evaluation) in _evaluations.Where(evaluation => evaluation.Value.Agent.Equals(agent)).ToList())
        {
            _evaluations.Remove(run);
            Find(run.Value)?.Coordinator?.Tell(new Evaluator.EvaluationFailed(run, evaluation.Task.Step, evaluation.Task.Task.Name, reason));
        }
    }

    private void LoseNode(IActorRef agent)
    {
        _loaders.Remove(agent);
        if (!_pool.Remove(agent))
            return;
        foreach (var run in _active.Where(run => agent.Equals(run.PreparedBy) && run.Coordinator is null).ToList())
            Replace(run with { PreparedBy = null });
        foreach (var run in _active.Where(run => run.Ended is not null).ToList())
            OnClosed(run.Id, agent);
        LoseEvaluations(agent, "its node is gone");
        Prepare();
        Assign();
    }

    private sealed record Settled;

    private void Settle()
    {
        _isSettled = true;
        Assign();
    }

    /// <summary>Brings every run to its share of the pool.</summary>
    private void Assign()
    {
        if (!_isSettled)
            return;
        var (host, retire) = _pool.Assign([.. _active.Where(run => run.Trains).Select(run =>
            new PoolDemand(run.Id, Math.Max(1, run.Spec.Trainers.Minimum), run.Spec.Trainers.Count, run.Spec.Trainers.Priority, run.Spec.Model.Device, _pool.NumHeld(run.Id)))]);
        foreach (var (id, trainer) in host)
        {
            var run = Find(id.Value)!;
            _pool.AgentOf(trainer)!.Tell(new NodeAgent.HostTrainer(
                run.Spec, trainer, DeviceRule.Choose(_pool.DeviceOf(trainer), run.Spec.Model.Device), run.Coordinator!, run.Term));
        }

        foreach (var (id, trainer) in retire)
            Find(id.Value)!.Coordinator!.Tell(new RunCoordinator.RetireTrainer(trainer, "runs of the same or a higher priority have a right to it"));
        foreach (var run in _active.Where(run => run.Trains).ToList())
        {
            var assigned = _pool.TrainersOf(run.Id);
            var shortage = DeviceRule.Shortage(run.Spec.Model.Device, _pool.Devices);
            if (!run.Assigned.IsDefault && run.Assigned.SequenceEqual(assigned) && run.Shortage == shortage)
                continue;
            Replace(run with { Assigned = assigned, Shortage = shortage });
            run.Coordinator!.Tell(new RunCoordinator.TrainersAssigned(assigned, _settings.PoolMayGrow, shortage));
        }

        AssignLoaders("nodes came or went");
    }

    private void OnRetired(TrainersRetired retired)
    {
        _pool.AgentOf(retired.Trainer)?.Tell(new NodeAgent.ReleaseTrainer(retired.Run, retired.Trainer));
        _pool.Free(retired.Run, retired.Trainer, isSpent: false);
        Assign();
    }

    private void Evaluate(Evaluator.Evaluate task)
    {
        if (Find(task.Run.Value) is not { } run)
            return;
        if (_pool.EvaluatorFor(task.Run) is not { } agent)
        {
            Sender.Tell(new Evaluator.EvaluationFailed(task.Run, task.Step, task.Task.Name, "no node that evaluates or trains is there"));
            return;
        }

        _evaluations[task.Run] = (agent, task);
        agent.Forward(new NodeAgent.EvaluateCheckpoint(run.Spec, task));
    }
}
