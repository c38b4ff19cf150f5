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
        // The mailbox of the props, or else the dispatcher, or else the default mailbox says it.
        var config = cell.System.Settings.Config;
        var fallback = config.GetConfig(Dispatch.Mailboxes.DefaultMailboxId);
        var own = cell.Props.Mailbox == Deploy.NoMailboxGiven
            ? cell.Dispatcher.Configurator.Config
            : config.GetConfig(cell.Props.Mailbox);
        return own.SafeWithFallback(fallback).GetInt("stash-capacity", Deploy.NoStashSize);
    }
}
