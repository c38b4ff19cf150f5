namespace Petabridge.Cmd.Host.Palettes;

/// <summary>The palette <c>actor</c>, of every host.</summary>
internal sealed class ActorCommands() : CommandPaletteHandler(Definitions)
{
    private static readonly CommandDefinition s_system = new CommandDefinitionBuilder()
        .WithName("system").WithDescription("Names the actor system.").Build();

    private static readonly CommandDefinition s_hierarchy = new CommandDefinitionBuilder()
        .WithName("hierarchy").WithDescription("Lists actors and their children, a path a line.")
        .WithArgument(b => b.WithName("start").WithDescription("The path to start from, as /user.").WithSwitch("-s").WithSwitch("-S"))
        .WithArgument(b => b.WithName("depth").WithDescription("Generations of children; 0: the start alone. 4 where nothing is said.").WithSwitch("-d").WithSwitch("-D"))
        .Build();

    private static readonly CommandPalette Definitions = new("actor", [s_system, s_hierarchy]);

    public override Props HandlerProps => Props.Create(() => new Handler());

    private sealed class Handler : CommandHandlerActor
    {
        private const int DefaultDepth = 4;

        public Handler()
            : base(Definitions)
        {
            Process(s_system.Name, _ => Sender.Tell(new CommandResponse($"akka://{Context.System.Name}")));
            Process(s_hierarchy.Name, List);
        }

        private void List(Command command)
        {
            var start = command.Arguments.FirstOrDefault(a => a.Item1 is "-s" or "-S")?.Item2 ?? "/user";
            var given = command.Arguments.FirstOrDefault(a => a.Item1 is "-d" or "-D")?.Item2;
            var depth = DefaultDepth;
            if (given is not null && (!int.TryParse(given, out depth) || depth < 0))
                Sender.Tell(new ErroredCommandResponse($"the depth is '{given}'; it must be a whole number of 0 or more"));
            else if (Find(start) is not { } root)
                Sender.Tell(new ErroredCommandResponse($"there is no actor {start}"));
            else
                Sender.Tell(new CommandResponse(string.Join('\n', Walk(root, depth))));
        }

        private static IActorRef Find(string path)
        {
            var names = path.Trim().Split('/', StringSplitOptions.RemoveEmptyEntries);
            IActorRef at = ((ExtendedActorSystem)Context.System).Provider.RootGuardian;
            foreach (var name in names)
                at = (at as ActorRefWithCell)?.Children.FirstOrDefault(child => child.Path.Name == name);
            return at;
        }

        private static IEnumerable<string> Walk(IActorRef actor, int depth) =>
            (depth == 0 || actor is not ActorRefWithCell parent ? [] : parent.Children.OrderBy(c => c.Path.Name, StringComparer.Ordinal).SelectMany(child => Walk(child, depth - 1)))
                .Prepend(actor.Path.ToStringWithoutAddress());
    }
}
