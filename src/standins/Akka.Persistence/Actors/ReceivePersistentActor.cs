using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

/// <summary>
/// A persistent actor whose handlers are declared by message type: those of commands in the constructor or in a
/// <c>Become</c>, those of recovery in the constructor. The first one that fits takes the message.
/// </summary>
public abstract class ReceivePersistentActor : UntypedPersistentActor, IInitializableActor
{
    private readonly ReceiveHandlers _initialCommands = new();
    private readonly ReceiveHandlers _recovery = new();
    private ReceiveHandlers _configuring;
    private bool _initialized;

    protected ReceivePersistentActor() => _configuring = _initialCommands;

    void IInitializableActor.Init()
    {
        _configuring = null;
        _initialized = true;
    }

    protected sealed override void OnCommand(object message) => Handle(_initialCommands, message);

    protected sealed override void OnRecover(object message) => Handle(_recovery, message);

    /// <summary>Replaces the handlers of commands by those that <paramref name="configure"/> declares.</summary>
    protected void Become(Action configure) => base.Become(ToReceive(Configure(configure)));

    /// <summary>As <see cref="Become(Action)"/>, but UnbecomeStacked brings the present ones back.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(ToReceive(Configure(configure)));

    protected void Recover<T>(Action<T> handler, Predicate<T> shouldHandle = null) =>
        RecoveryHandlers.Add(handler, shouldHandle);

    protected void Recover<T>(Predicate<T> shouldHandle, Action<T> handler) => Recover(handler, shouldHandle);

    /// <summary>A handler that says whether it handled the message; where not, the next one is asked.</summary>
    protected void Recover<T>(Func<T, bool> handler) => RecoveryHandlers.Add(handler);

    protected void Recover(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        RecoveryHandlers.Add(messageType, handler, shouldHandle);

    protected void Recover(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Recover(messageType, handler, shouldHandle);

    protected void Recover(Type messageType, Func<object, bool> handler) => RecoveryHandlers.Add(messageType, handler);

    protected void RecoverAny(Action<object> handler) => RecoveryHandlers.AddAny(handler);

    protected void Command<T>(Action<T> handler, Predicate<T> shouldHandle = null) =>
        CommandHandlers.Add(handler, shouldHandle);

    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Command(handler, shouldHandle);

    /// <inheritdoc cref="Recover{T}(Func{T, bool})"/>
    protected void Command<T>(Func<T, bool> handler) => CommandHandlers.Add(handler);

    protected void Command(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        CommandHandlers.Add(messageType, handler, shouldHandle);

    protected void Command(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Command(messageType, handler, shouldHandle);

    protected void Command(Type messageType, Func<object, bool> handler) => CommandHandlers.Add(messageType, handler);

    protected void Command(Action<object> handler) => CommandHandlers.AddAny(handler);

    protected void CommandAny(Action<object> handler) => CommandHandlers.AddAny(handler);

    /// <summary>An asynchronous handler: no other message is processed until its task has ended and its events are written.</summary>
    protected void CommandAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) => Command(Async(handler), shouldHandle);

    protected void CommandAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Command(shouldHandle, Async(handler));

    protected void CommandAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Command(messageType, Async(handler), shouldHandle);

    protected void CommandAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Command(messageType, shouldHandle, Async(handler));

    protected void CommandAnyAsync(Func<object, Task> handler) => CommandAny(Async(handler));

    private ReceiveHandlers CommandHandlers => _configuring ?? throw new InvalidOperationException(
        "You may only call Command-methods when constructing the actor and inside Become().");

    private ReceiveHandlers RecoveryHandlers => _initialized
        ? throw new InvalidOperationException("You may only call Recover-methods when constructing the actor.")
        : _recovery;

    private ReceiveHandlers Configure(Action configure)
    {
        var outer = _configuring;
        var declared = _configuring = new ReceiveHandlers();
        try
        {
            configure();
            return declared;
        }
        finally
        {
            _configuring = outer;
        }
    }

    private UntypedReceive ToReceive(ReceiveHandlers handlers) => message => Handle(handlers, message);

    private void Handle(ReceiveHandlers handlers, object message)
    {
        if (!handlers.Handle(message))
            Unhandled(message);
    }

    private Action<T> Async<T>(Func<T, Task> handler) => message => RunTask(() => handler(message));
}
