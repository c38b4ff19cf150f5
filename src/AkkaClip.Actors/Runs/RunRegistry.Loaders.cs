using System.Collections.Immutable;
using Akka.Actor;
using AkkaClip.Actors.Loading;
using AkkaClip.Actors.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>Who makes the batches of the runs: nodes of role data, of which each serves every run that it can.</summary>
public sealed partial class RunRegistry
{
    private readonly LoaderPool _loaders = new();

    private void ServeLoaders() => Receive<NodeAgent.LoadingRefused>(OnLoadingRefused);

    /// <summary>Where a run's data is opened first: on a node that is to serve it, where there is one.</summary>
    private IActorRef? PreparerOf(RunSpec spec) => spec.Loaders.Place switch
    {
        _ when _pool.AnyTrainerNode is null => null,
        LoaderPlace.Nodes => _loaders.Any,
        LoaderPlace.Own => _pool.AnyTrainerNode,
        _ => _loaders.Any ?? _pool.AnyTrainerNode,
    };

    /// <summary>From here on the run says itself whether it waits for nodes of role data.</summary>
    private RunSpec Placed(RunSpec spec) => spec.Loaders.Place == LoaderPlace.Auto
        ? spec with { Loaders = spec.Loaders with { Place = _loaders.Any is null ? LoaderPlace.Either : LoaderPlace.Nodes } }
        : spec;

    private string WhoIsMissing(string run) => Find(run)?.Spec.Loaders.Place == LoaderPlace.Nodes && _pool.AnyTrainerNode is not null
        ? "no node of role data is there; start one by akkaclip node --roles data, or set loaders.place to either, and submit the run again"
        : "no node with trainers is there; start one by akkaclip node --roles trainer, and submit the run again";

    private void OnLoadingRefused(NodeAgent.LoadingRefused refused)
    {
        if (_loaders.Refuse(refused.Run, refused.Node) && Find(refused.Run.Value) is { Trains: true } run)
            TellLoaders(run, $"not from node {refused.Node}: {refused.Reason}");
    }

    /// <summary>Asks nodes to serve the runs that they do not serve yet, and tells the trainers' nodes who does.</summary>
    private void AssignLoaders(string reason)
    {
        if (!_isSettled)
            return;
        foreach (var run in _active.Where(run => run.Trains && run.Spec.Loaders.Place != LoaderPlace.Own).ToList())
        {
            foreach (var agent in _loaders.Idle(run.Served))
                agent.Tell(new NodeAgent.ServeRun(run.Spec, run.Configuration));
            var loaders = _loaders.Serving(run.Served);
            if (run.Loaders.IsDefault ? !loaders.IsEmpty : !run.Loaders.SequenceEqual(loaders))
                TellLoaders(run with { Loaders = loaders }, reason);
            TellTrainers(Find(run.Spec.Name)!, loaders);
        }
    }

    private void TellLoaders(ActiveRun run, string reason)
    {
        Replace(run);
        ImmutableArray<LoaderAddress> loaders = run.Loaders.IsDefault ? [] : run.Loaders;
        run.Coordinator!.Tell(new RunCoordinator.LoadersChanged([.. loaders.Select(loader => loader.Node)], reason));
    }

    private void TellTrainers(ActiveRun run, ImmutableArray<LoaderAddress> loaders)
    {
        var told = run.Told;
        foreach (var agent in _pool.AgentsOf(run.Id).Where(agent => !(told.TryGetValue(agent, out var known) && known.SequenceEqual(loaders))))
        {
            agent.Tell(new NodeAgent.UseLoaders(run.Id, run.Configuration, loaders));
            told = told.SetItem(agent, loaders);
        }

        Replace(run with { Told = told });
    }
}
