namespace Akka.Actor;

/// <summary>The handlers of a <see cref="ReceiveActor"/> in the order of their declaration.</summary>
internal sealed class ReceiveHandlers
{
    private Func<object, bool>[] _handlers = [];
    private bool _takesAll;

    public bool Handle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler(message))
                return true;
        }
        return false;
    }

    public void Add<T>(Func<T, bool> handler, Predicate<T> shouldHandle)
    {
        if (shouldHandle is null && typeof(T) == typeof(object))
        {
            Append(message => handler((T)message), takesAll: true);
            return;
        }
        Append(shouldHandle is null
            ? message => message is T typed && handler(typed)
            : message => message is T typed && shouldHandle(typed) && handler(typed));
    }

    /// <summary>A handler that may refuse a message never takes all of them.</summary>
    public void Add<T>(Func<T, bool> handler) => Append(message => message is T typed && handler(typed));

    public void Add(Type messageType, Func<object, bool> handler, Predicate<object> shouldHandle)
    {
        if (shouldHandle is null && messageType == typeof(object))
            Append(handler, takesAll: true);
        else
            Append(message => messageType.IsInstanceOfType(message) && (shouldHandle is null || shouldHandle(message)) && handler(message));
    }

    public void Add(Type messageType, Func<object, bool> handler) =>
        Append(message => messageType.IsInstanceOfType(message) && handler(message));

    public void AddAny(Action<object> handler) => Append(
        message =>
        {
            handler(message);
            return true;
        },
        takesAll: true);

    private void Append(Func<object, bool> handler, bool takesAll = false)
    {
        if (_takesAll)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        _handlers = [.. _handlers, handler];
        _takesAll = takesAll;
    }
}
