using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor whose handlers are declared by message type, in the constructor or in a <c>Become</c>. The first one that
/// fits takes the message; where none does, the message is unhandled.
/// </summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private ReceiveHandlers _configuring;
    private ReceiveHandlers _initial;

    protected ReceiveActor() => _configuring = new ReceiveHandlers();

    void IInitializableActor.Init()
    {
        _initial = _configuring;
        _configuring = null;
    }

    /// <summary>The behaviour until the first Become, which may be in the constructor.</summary>
    protected sealed override void OnReceive(object message) => Handle(_initial, message);

    /// <summary>Replaces the handlers by those that <paramref name="configure"/> declares.</summary>
    protected void Become(Action configure) => base.Become(ToReceive(Configure(configure)));

    /// <summary>As <see cref="Become(Action)"/>, but UnbecomeStacked brings the present ones back.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(ToReceive(Configure(configure)));

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) =>
        Handlers.Add(handler, shouldHandle);

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>A handler that says whether it handled the message; where not, the next one is asked.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Handlers.Add(handler);

    protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Handlers.Add(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) => Handlers.Add(messageType, handler);

    protected void ReceiveAny(Action<object> handler) => Handlers.AddAny(handler);

    /// <summary>An asynchronous handler: no other message is processed until its task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
        Receive(Async(handler), shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Receive(Async(handler), shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Receive(messageType, Async(handler), shouldHandle);

    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Async(handler), shouldHandle);

    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Async(handler));

    private ReceiveHandlers Handlers => _configuring
        ?? throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become()");

    private ReceiveHandlers Configure(Action configure)
    {
        var outer = _configuring;
        _configuring = new ReceiveHandlers();
        try
        {
            configure();
            return _configuring;
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

    private static Action<T> Async<T>(Func<T, Task> handler) =>
        message => ActorTaskScheduler.RunTask(() => handler(message));
}
