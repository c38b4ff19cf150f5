namespace Petabridge.Cmd.Host;

/// <summary>
/// Does the commands of a palette for one connection. The sender of a command takes <see cref="CommandResponse"/>s, from whomever
/// they come, until a final one; it stops when the user ends the stream or is gone.
/// </summary>
public abstract class CommandHandlerActor : UntypedActor
{
    private readonly Dictionary<string, Action<Command>> _handlers = new(StringComparer.Ordinal);
    private readonly CommandPalette _palette;

    protected CommandHandlerActor(CommandPalette palette) => _palette = palette;

    /// <summary>Says how a command of the palette is done.</summary>
    protected void Process(string commandName, Action<Command> handler)
    {
        if (!_palette.Commands.ContainsKey(commandName))
            throw new ArgumentException($"Palette [{_palette.ModuleName}] has no command [{commandName}].", nameof(commandName));
        _handlers[commandName] = handler;
    }

    protected sealed override void OnReceive(object message)
    {
        if (message is not Command command)
            Unhandled(message);
        else if (!_handlers.TryGetValue(command.Name, out var handler))
            Sender.Tell(new ErroredCommandResponse($"{_palette.ModuleName} {command.Name} is not done by anybody"));
        else
            Run(handler, command);
    }

    private void Run(Action<Command> handler, Command command)
    {
        try
        {
            handler(command);
        }
        catch (Exception e)
        {
            Sender.Tell(new ErroredCommandResponse($"{_palette.ModuleName} {command.Name} failed: {e.Message}"));
            throw; // the supervisor restarts the actor
        }
    }
}
