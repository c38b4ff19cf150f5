using Petabridge.Cmd.Host;

namespace Petabridge.Cmd.Cluster;

/// <summary>The palette <c>cluster</c>.</summary>
public sealed class ClusterCommands : CommandPaletteHandler
{
    internal static readonly CommandDefinition Show = Plain("show", "Lists the members that this node knows.");
    internal static readonly CommandDefinition Status = Plain("status", "This node's own line of the list.");
    internal static readonly CommandDefinition Leader = Plain("leader", "The address of the leader.");
    internal static readonly CommandDefinition Tail = Plain("tail", "What happens in the cluster, until Ctrl-C.");
    internal static readonly CommandDefinition Join = WithAddress("join", "Joins a cluster by one of its members.", isMandatory: true);
    internal static readonly CommandDefinition Leave = WithAddress("leave", "Has a member leave; this node where none is named.", isMandatory: false);
    internal static readonly CommandDefinition Down = WithAddress("down", "Puts a member out.", isMandatory: true);
    internal static readonly CommandDefinition DownUnreachable = Plain("down-unreachable", "Puts all unreachable members out.");

    internal static readonly CommandPalette Definitions = new("cluster", [Show, Status, Leader, Tail, Join, Leave, Down, DownUnreachable]);

    // Behind the palette, which it takes.
    public static readonly ClusterCommands Instance = new();

    public ClusterCommands()
        : base(Definitions)
    {
    }

    public override Props HandlerProps => Props.Create(() => new ClusterCommandHandler());

    private static CommandDefinition Plain(string name, string description) =>
        new CommandDefinitionBuilder().WithName(name).WithDescription(description).Build();

    private static CommandDefinition WithAddress(string name, string description, bool isMandatory) => new CommandDefinitionBuilder()
        .WithName(name).WithDescription(description)
        .WithArgument(b => b.WithName("address").WithDescription("The member's address, as cluster show has it.").IsMandatory(isMandatory).WithSwitch("-a").WithSwitch("-A"))
        .Build();
}
