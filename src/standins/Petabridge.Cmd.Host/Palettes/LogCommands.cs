namespace Petabridge.Cmd.Host.Palettes;

/// <summary>The palette <c>log</c>, of every host.</summary>
internal sealed class LogCommands() : CommandPaletteHandler(Definitions)
{
    private static readonly CommandDefinition s_view = new CommandDefinitionBuilder()
        .WithName("view").WithDescription("The lines that were logged last.").Build();

    private static readonly CommandDefinition s_tail = new CommandDefinitionBuilder()
        .WithName("tail").WithDescription("Lines as they are logged, until Ctrl-C.").Build();

    private static readonly CommandPalette Definitions = new("log", [s_view, s_tail]);

    private IActorRef _memorizer;

    public override Props HandlerProps => Props.Create(() => new Handler(_memorizer));

    public override void OnRegister(PetabridgeCmd plugin) =>
        _memorizer = plugin.Sys.ActorOf(Props.Create(() => new LogMemorizer()), "petabridge.cmd-log-memorizer");

    private sealed class Handler : CommandHandlerActor
    {
        public Handler(IActorRef memorizer)
            : base(Definitions)
        {
            Process(s_view.Name, _ => memorizer.Forward(new LogMemorizer.View()));
            Process(s_tail.Name, _ => memorizer.Forward(new LogMemorizer.Tail()));
        }
    }
}
