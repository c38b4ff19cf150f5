namespace Akka.Persistence;

/// <summary>Commands are processed while this handler is pending.</summary>
public sealed class AsyncHandlerInvocation : IPendingHandlerInvocation
{
    public AsyncHandlerInvocation(object evt, Action<object> handler)
    {
        Event = evt;
        Handler = handler;
    }

    public object Event { get; }

    public Action<object> Handler { get; }
}
