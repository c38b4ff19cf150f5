using Akka.Configuration;

namespace Akka.Actor;

/// <summary>Makes stashes.</summary>
public static class StashFactory
{
    public static IStash CreateStash<T>(this IActorContext context) where T : ActorBase => CreateStash(context, typeof(T));

    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) =>
        CreateStash(context, actorInstance.GetType());

    /// <exception cref="ArgumentException">The type has no stash.</exception>
    public static IStash CreateStash(this IActorContext context, Type actorType)
    {
        if (!typeof(IActorStash).IsAssignableFrom(actorType))
            throw new ArgumentException($"Actor {actorType} implements an unrecognized subclass of {typeof(IActorStash)} - cannot instantiate", nameof(actorType));
        var cell = (ActorCell)context;
        var bounded = !typeof(IWithUnboundedStash).IsAssignableFrom(actorType);
        return new StashOfEnvelopes(cell, bounded ? CapacityOf(cell) : Deploy.NoStashSize);
    }

    private static int CapacityOf(ActorCell cell)
    {
        var deployed = cell.Props.Deploy.StashCapacity;
        if (deployed != Deploy.NoStashSize)
            return deployed;
        var config = cell.System.Settings.Config;
        var mailbox = cell.Props.Mailbox != Deploy.NoMailboxGiven ? cell.Props.Mailbox : Dispatch.Mailboxes.DefaultMailboxId;
        var own = config.HasPath(mailbox) ? config.GetConfig(mailbox) : Config.Empty;
        return own.GetInt("stash-capacity", Deploy.NoStashSize);
    }
}
