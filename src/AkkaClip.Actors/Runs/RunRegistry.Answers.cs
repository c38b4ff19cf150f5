using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Progress;
using AkkaClip.Core.Pool;

namespace AkkaClip.Actors.Runs;

/// <summary>What the registry tells whoever asks. Figures come from its board, so that no run is asked and no step waits.</summary>
public sealed partial class RunRegistry
{
    private IActorRef _board = ActorRefs.Nobody;

    private void AnswerClients()
    {
        Receive<GetRuns>(_ => _board.Forward(new RunList([.. _runs.Values.Select(Describe)], Journal)));
        Receive<GetRun>(query =>
        {
            if (_runs.TryGetValue(query.Run, out var run))
                _board.Forward(new RunFound(Describe(run), Journal));
            else
                Sender.Tell(new RunRefused(query.Run, $"there is no run {query.Run}; akkaclip run list shows what there is"));
        });
        Receive<WatchRun>(Watch);
    }

    private void OpenBoard() => _board = Context.ActorOf(RunBoard.Props([.. _runs.Values]), "board");

    private RunStatus Describe(RunRecord record)
    {
        var spec = _taken.GetValueOrDefault(record.Name)?.Spec;
        return new RunStatus(
            record,
            Now,
            spec is null ? null : new RunStatus.PoolShare(spec.Trainers.Minimum, spec.Trainers.Count, spec.Trainers.Priority),
            spec is null ? [] : [.. _pool.TrainersOf(new(record.Name)).Select(trainer => new RunStatus.Member(trainer.Value, _pool.NodeOf(trainer), DeviceRule.Choose(_pool.DeviceOf(trainer), spec.Model.Device)))],
            Find(record.Name)?.Term ?? 0,
            RunFigures.None);
    }

    private void Watch(WatchRun query)
    {
        if (Find(query.Run) is null)
        {
            Sender.Tell(NotFound(query.Run));
            return;
        }

        // Clients ask again and again, because registries move; one watch is enough for each.
        var name = $"watch-{Uri.EscapeDataString($"{query.Run}-{Sender.Path.ToSerializationFormat()}")}";
        if (Context.Child(name).IsNobody())
            Context.ActorOf(RunWatch.Props(query.Run, Sender, query.Since is { } since ? new RunWatch.Missed(_board, since) : null), name);
        Sender.Tell(new RunAccepted(query.Run, Now));
    }
}
