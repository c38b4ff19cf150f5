using Petabridge.Cmd;

namespace AkkaClip.App.Palette;

/// <summary>The commands of the palette <c>clip</c>.</summary>
internal static class ClipCommands
{
    public const string RunSwitch = "-r", AddressSwitch = "-a";

    public static readonly CommandDefinition Runs = Plain("runs", "Lists the runs: step, loss, samples/s, trainers, and why they are in their state.");
    public static readonly CommandDefinition Run = OfRun("run", "Everything about one run.");
    public static readonly CommandDefinition Trainers = Plain("trainers", "Lists the nodes that lend trainers, and which run has which.");
    public static readonly CommandDefinition Generation = OfRun("generation", "Who takes part in a run, since which step, and why.");
    public static readonly CommandDefinition Tail = OfRun("tail", "What happens in a run, until Ctrl-C or its end.");
    public static readonly CommandDefinition Pause = OfRun("pause", "Holds a run at its next step.");
    public static readonly CommandDefinition Resume = OfRun("resume", "Lets a held run go on.");
    public static readonly CommandDefinition Checkpoint = OfRun("checkpoint", "Has a run write a checkpoint behind the step at hand.");
    public static readonly CommandDefinition Evaluate = OfRun("evaluate", "Has a run write a checkpoint behind the step at hand, and evaluate it.");
    public static readonly CommandDefinition Throughput = OfRun("throughput", "Samples/s of a run, and where the time of its steps goes.");
    public static readonly CommandDefinition Drain = OfNode("drain", "Has a node give its trainers back, each at the end of its step, and take none any more.");
    public static readonly CommandDefinition Evict = OfNode("evict", "Puts a node out of the cluster at once; its runs go on without it.");

    public static readonly CommandPalette Palette = new(
        "clip", [Runs, Run, Trainers, Generation, Tail, Pause, Resume, Checkpoint, Evaluate, Throughput, Drain, Evict]);

    private static CommandDefinition Plain(string name, string description) =>
        new CommandDefinitionBuilder().WithName(name).WithDescription(description).Build();

    private static CommandDefinition OfRun(string name, string description) => new CommandDefinitionBuilder()
        .WithName(name).WithDescription(description)
        .WithArgument(argument => argument.WithName("run").WithDescription("Its name; the one under way where none is named.").IsMandatory(false).WithSwitch(RunSwitch).WithSwitch("--run"))
        .Build();

    private static CommandDefinition OfNode(string name, string description) => new CommandDefinitionBuilder()
        .WithName(name).WithDescription(description)
        .WithArgument(argument => argument.WithName("address").WithDescription("The node's, as cluster show has it, or its host:port.").IsMandatory(true).WithSwitch(AddressSwitch).WithSwitch("--address"))
        .Build();
}
