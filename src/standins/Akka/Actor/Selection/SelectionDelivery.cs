namespace Akka.Actor;

/// <summary>Walks a selection from its anchor and delivers a message to every actor at its end.</summary>
internal static class SelectionDelivery
{
    public static void Deliver(ActorSelection selection, IActorRef sender, object message)
    {
        if (selection.Anchor is IInternalActorRef anchor)
            Deliver(anchor, sender, new ActorSelectionMessage(message, selection.Path));
    }

    private static void Deliver(IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        var elements = selection.Elements;
        var at = anchor;
        for (var i = 0; i < elements.Length; i++)
        {
            if (at is not ActorRefWithCell actor)
            {
                // It knows what is below it, or that there is nothing.
                Hand(at, elements[i..], sender, selection);
                return;
            }
            switch (elements[i])
            {
                case SelectParent:
                    at = at.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    at = actor.GetSingleChild(name);
                    if (at is Nobody)
                    {
                        Miss(actor, anchor, sender, selection);
                        return;
                    }
                    break;
                case SelectChildPattern pattern:
                    FanOut([.. actor.Children.Where(c => pattern.Matches(c.Path.Name))], elements[(i + 1)..], actor, anchor, sender, selection);
                    return;
                case SelectChildRecursive:
                    Flood(actor, sender, selection.Message);
                    return;
            }
        }
        at.Tell(selection.Message, sender);
    }

    private static void FanOut(
        IActorRef[] matches, SelectionPathElement[] rest, ActorRefWithCell actor, IInternalActorRef anchor, IActorRef sender,
        ActorSelectionMessage selection)
    {
        if (matches.Length == 0)
            Miss(actor, anchor, sender, selection);
        // With one match a missing actor further down is reported; with several nobody is.
        var onward = new ActorSelectionMessage(selection.Message, rest, selection.WildCardFanOut || matches.Length > 1);
        foreach (var match in matches)
            Deliver((IInternalActorRef)match, sender, onward);
    }

    private static void Flood(ActorRefWithCell actor, IActorRef sender, object message)
    {
        foreach (var child in actor.Children)
        {
            child.Tell(message, sender);
            if (child is ActorRefWithCell withChildren)
                Flood(withChildren, sender, message);
        }
    }

    private static void Hand(IInternalActorRef at, SelectionPathElement[] rest, IActorRef sender, ActorSelectionMessage selection)
    {
        if (at is VirtualPathContainer && at.GetChild([.. rest.Select(e => e.ToString())]) is { } child and not Nobody)
            child.Tell(selection.Message, sender);
        else
            at.Tell(new ActorSelectionMessage(selection.Message, rest, selection.WildCardFanOut), sender);
    }

    private static void Miss(ActorRefWithCell actor, IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        if (selection.WildCardFanOut)
            return;
        var path = anchor.Path / selection.Elements.Select(e => e.ToString());
        new EmptyLocalActorRef(actor.Provider, path, actor.Underlying.System.EventStream).Tell(selection, sender);
    }
}
