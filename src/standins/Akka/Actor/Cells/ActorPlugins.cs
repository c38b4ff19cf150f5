namespace Akka.Actor;

/// <summary>Gives a new actor instance its stash, and empties the stash of an old one.</summary>
internal static class ActorPlugins
{
    public static void AfterIncarnated(ActorBase actor, ActorCell cell)
    {
        if (actor is IActorStash stashing && stashing.Stash is null)
            stashing.Stash = StashFactory.CreateStash(cell, actor.GetType());
    }

    /// <summary>Stashed messages go back to the mailbox: to the next instance, or with it to the dead letters.</summary>
    public static void BeforeIncarnated(ActorBase actor)
    {
        if (actor is IActorStash { Stash: { } stash })
            stash.UnstashAll();
    }
}
