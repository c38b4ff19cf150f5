using Akka.Actor;
using Petabridge.Cmd.Host;

namespace Petabridge.Cmd.Tests.Kit;

/// <summary>A palette as an application writes one: it answers, refuses, streams, and breaks.</summary>
internal sealed class EchoPalette() : CommandPaletteHandler(Palette)
{
    private static readonly CommandDefinition s_say = new CommandDefinitionBuilder()
        .WithName("say").WithDescription("Says it again.")
        .WithArgument(b => b.WithName("text").WithDescription("What to say.").IsMandatory(true).WithSwitch("-t").WithSwitch("--text"))
        .WithArgument(b => b.WithName("times").WithDescription("How often.").IsMandatory(false).WithDefaultValues("1", "2").WithSwitch("-n"))
        .Build();

    private static readonly CommandDefinition s_count = new CommandDefinitionBuilder().WithName("count").WithDescription("Counts to three.").Build();
    private static readonly CommandDefinition s_forever = new CommandDefinitionBuilder().WithName("forever").WithDescription("Streams until it is told to stop.").Build();
    private static readonly CommandDefinition s_break = new CommandDefinitionBuilder().WithName("break").WithDescription("Throws.").Build();

    private static new readonly CommandPalette Palette = new("echo", [s_say, s_count, s_forever, s_break]);

    private IActorRef _clock = ActorRefs.Nobody;

    public override Props HandlerProps => Props.Create(() => new Handler(_clock));

    public override void OnRegister(PetabridgeCmd plugin)
    {
        _clock = plugin.Sys.ActorOf(Props.Create(() => new Clock()), "echo-clock");
        base.OnRegister(plugin);
    }

    private sealed class Handler : CommandHandlerActor
    {
        public Handler(IActorRef clock)
            : base(Palette)
        {
            Process(s_say.Name, Say);
            Process(s_count.Name, _ =>
            {
                foreach (var number in new[] { "one", "two", "three" })
                    Sender.Tell(new CommandResponse(number, final: false));
                Sender.Tell(CommandResponse.Empty);
            });
            Process(s_forever.Name, _ => clock.Tell("listen", Sender));
            Process(s_break.Name, _ => throw new InvalidOperationException("it is broken"));
        }

        private void Say(Command command)
        {
            string? Value(string argument) => command.Arguments.SingleOrDefault(a => s_say.ArgumentsByName[argument].Switch.Contains(a.Item1))?.Item2;
            if (!int.TryParse(Value("times") ?? "1", out var times))
                Sender.Tell(new ErroredCommandResponse($"{Value("times")} is no number of times"));
            else
                Sender.Tell(new CommandResponse(string.Join(' ', Enumerable.Repeat(Value("text"), times))));
        }
    }

    /// <summary>Ticks for its listeners, and says how many it has to whoever asks.</summary>
    private sealed class Clock : UntypedActor, IWithTimers
    {
        private readonly HashSet<IActorRef> _listeners = [];

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromMilliseconds(20));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "listen":
                    _listeners.Add(Context.Watch(Sender));
                    break;
                case "count":
                    Sender.Tell(_listeners.Count);
                    break;
                case "tick":
                    foreach (var listener in _listeners)
                        listener.Tell(new CommandResponse("tick", final: false));
                    break;
                case Terminated gone:
                    _listeners.Remove(gone.ActorRef);
                    break;
            }
        }
    }
}
