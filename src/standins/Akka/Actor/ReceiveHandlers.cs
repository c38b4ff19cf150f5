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

    /// <summary>A handler that takes whatever is of its type and <paramref name="shouldHandle"/>, where that is given, agrees to.</summary>
    public void Add<T>(Action<T> handler, Predicate<T> shouldHandle)
    {
        var accept = Accept(handler);
        if (shouldHandle is null && typeof(T) == typeof(object))
        {
            Append(message => accept((T)message), takesAll: true);
            return;
        }
        Append(shouldHandle is null
            ? message => message is T typed && accept(typed)
            : message => message is T typed && shouldHandle(typed) && accept(typed));
    }

    /// <summary>A handler that may refuse a message never takes all of them.</summary>
    public void Add<T>(Func<T, bool> handler) => Append(message => message is T typed && handler(typed));

    /// <inheritdoc cref="Add{T}(Action{T}, Predicate{T})"/>
    public void Add(Type messageType, Action<object> handler, Predicate<object> shouldHandle)
    {
        var accept = Accept(handler);
        if (shouldHandle is null && messageType == typeof(object))
            Append(accept, takesAll: true);
        else
            Append(message => messageType.IsInstanceOfType(message) && (shouldHandle is null || shouldHandle(message)) && accept(message));
    }

    public void Add(Type messageType, Func<object, bool> handler) =>
        Append(message => messageType.IsInstanceOfType(message) && handler(message));

    public void AddAny(Action<object> handler) => Append(Accept(handler), takesAll: true);

    private static Func<T, bool> Accept<T>(Action<T> handler) => message =>
    {
        handler(message);
        return true;
    };

    private void Append(Func<object, bool> handler, bool takesAll = false)
    {
        if (_takesAll)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        _handlers = [.. _handlers, handler];
        _takesAll = takesAll;
    }
}
