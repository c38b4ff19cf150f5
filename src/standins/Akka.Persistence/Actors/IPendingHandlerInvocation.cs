namespace Akka.Persistence;

/// <summary>The handler of an event that is being written, or of a deferred message.</summary>
public interface IPendingHandlerInvocation
{
    object Event { get; }

    Action<object> Handler { get; }
}
