using Akka.Actor;
using Akka.Cluster;
using AkkaClip.Actors.Runs;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace AkkaClip.App.Palette;

/// <summary>Does the commands of <c>clip</c> for one connection: asks the registry of runs, and answers the client.</summary>
/// <remarks>It has no state; who tails a run is a child, which stops with its client.</remarks>
internal sealed class ClipCommandActor : CommandHandlerActor
{
    private readonly ClipRuns _runs;
    private readonly ClipNodes _nodes;
    private readonly ActorSelection _registry;

    /// <param name="registry">The path of the way to the registry of runs.</param>
    public ClipCommandActor(string registry)
        : base(ClipCommands.Palette)
    {
        _registry = Context.ActorSelection(registry);
        _runs = new ClipRuns(_registry);
        _nodes = new ClipNodes(Cluster.Get(Context.System), _runs, Context.System);
        Process(ClipCommands.Runs.Name, _ => Answer(_runs.ListAsync()));
        Process(ClipCommands.Run.Name, command => Answer(_runs.ShowAsync(RunOf(command))));
        Process(ClipCommands.Generation.Name, command => Answer(_runs.GenerationAsync(RunOf(command))));
        Process(ClipCommands.Throughput.Name, command => Answer(_runs.ThroughputAsync(RunOf(command))));
        Process(ClipCommands.Pause.Name, command => Answer(_runs.CommandAsync(RunOf(command), run => new RunRegistry.PauseRun(run), "pauses before its next step")));
        Process(ClipCommands.Resume.Name, command => Answer(_runs.CommandAsync(RunOf(command), run => new RunRegistry.ResumeRun(run), "goes on")));
        Process(ClipCommands.Checkpoint.Name, command => Answer(_runs.CommandAsync(RunOf(command), run => new RunRegistry.SaveRun(run, Evaluate: false), "writes a checkpoint behind the step at hand; clip tail shows it")));
        Process(ClipCommands.Evaluate.Name, command => Answer(_runs.CommandAsync(RunOf(command), run => new RunRegistry.SaveRun(run, Evaluate: true), "evaluates a checkpoint of the step at hand; clip tail shows the results")));
        Process(ClipCommands.Tail.Name, Tail);
        Process(ClipCommands.Trainers.Name, _ => Answer(_nodes.ListAsync()));
        Process(ClipCommands.Drain.Name, command => Answer(_nodes.DrainAsync(AddressOf(command))));
        Process(ClipCommands.Evict.Name, command => Answer(_nodes.EvictAsync(AddressOf(command))));
    }

    private void Tail(Command command)
    {
        var (registry, runs, run, client) = (_registry, _runs, RunOf(command), Sender);
        Context.ActorOf(Props.Create(() => new ClipTail(registry, runs, run, client)));
    }

    private static string? RunOf(Command command) => command.Arguments.Select(argument => argument.Item2).FirstOrDefault();

    private static string AddressOf(Command command) => command.Arguments.Select(argument => argument.Item2).First();

    private void Answer(Task<string> text) => text.PipeTo(Sender, Self, answer => new CommandResponse(answer), Failure);

    internal static ErroredCommandResponse Failure(Exception failure) => new(failure is AskTimeoutException ? ClipRuns.Silence : failure.Message);
}
