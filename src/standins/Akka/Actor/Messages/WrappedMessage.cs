namespace Akka.Actor;

/// <summary>Takes the innermost message out of its wrappers.</summary>
public static class WrappedMessage
{
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapper)
            message = wrapper.Message;
        return message;
    }
}
