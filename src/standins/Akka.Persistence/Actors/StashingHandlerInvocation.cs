namespace Akka.Persistence;

/// <summary>Until this handler has run, commands wait in the stash.</summary>
public sealed class StashingHandlerInvocation : IPendingHandlerInvocation
{
    public StashingHandlerInvocation(object evt, Action<object> handler)
    {
        Event = evt;
        Handler = handler;
    }

    public object Event { get; }

    public Action<object> Handler { get; }
}
