namespace Akka.Actor;

/// <summary>Selections from paths and texts.</summary>
public static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system)
    {
        var provider = ((ActorSystemImpl)system).Provider;
        return new ActorSelection(provider.RootGuardianAt(actorPath.Address), actorPath.Elements);
    }

    /// <summary>An absolute path starts at the root, any other at <paramref name="lookupRoot"/>.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ActorSystemImpl)system).Provider;
        if (ActorPath.TryParse(path, out var actorPath))
            return new ActorSelection(provider.RootGuardianAt(actorPath.Address), actorPath.Elements);
        if (path.StartsWith('/'))
            return new ActorSelection(provider.RootGuardian, path.Split('/'));
        // Neither a path of this kind of system nor a relative one: it selects nobody.
        if (path.Length == 0 || path.Contains("://", StringComparison.Ordinal))
            return new ActorSelection(provider.DeadLetters, "");
        return new ActorSelection(lookupRoot, path.Split('/'));
    }

    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path.Split('/'));
}
