namespace Akka.Actor;

/// <summary>Walks a selection from its anchor and delivers a message to every actor at its end.</summary>
internal static class SelectionDelivery
{
    public static void Deliver(ActorSelection selection, IActorRef sender, object message)
    {
        if (selection.Anchor is not IInternalActorRef anchor)
            return;
        var wildcards = selection.Path.Any(step => step is SelectChildPattern or SelectChildRecursive);
        var fanOut = wildcards || message is ActorSelectionMessage { WildCardFanOut: true };
        Walk(anchor, selection.Path, 0, sender, message, fanOut);
    }

    private static void Walk(
        IInternalActorRef at, SelectionPathElement[] path, int step, IActorRef sender, object message, bool fanOut)
    {
        while (step < path.Length)
        {
            if (at is not ActorRefWithCell cell)
            {
                // Not an actor of this process's tree: it knows what is below it, or hands the rest on.
                DeliverRest(at, path, step, sender, message, fanOut);
                return;
            }
            switch (path[step++])
            {
                case SelectParent:
                    at = at.Parent.IsNobody() ? at : at.Parent;
                    break;
                case SelectChildName { Name: var name }:
                    var child = cell.GetSingleChild(name);
                    if (child.IsNobody())
                    {
                        if (!fanOut)
                            Missing(at, path, step - 1).Tell(message, sender);
                        return;
                    }
                    at = child;
                    break;
                case SelectChildPattern pattern:
                    foreach (var match in cell.Children.Where(c => pattern.Matches(c.Path.Name)))
                        Walk((IInternalActorRef)match, path, step, sender, message, fanOut);
                    return;
                case SelectChildRecursive:
                    foreach (var descendant in cell.Children)
                    {
                        descendant.Tell(message, sender);
                        Walk((IInternalActorRef)descendant, path, step - 1, sender, message, fanOut);
                    }
                    return;
            }
        }
        at.Tell(message, sender);
    }

    private static void DeliverRest(
        IInternalActorRef at, SelectionPathElement[] path, int step, IActorRef sender, object message, bool fanOut)
    {
        var rest = path[step..];
        if (rest[0] is SelectChildRecursive)
            return;
        if (!fanOut && rest.All(e => e is SelectChildName))
        {
            var child = at.GetChild([.. rest.Select(e => e.ToString())]);
            if (!child.IsNobody())
            {
                child.Tell(message, sender);
                return;
            }
        }
        if (at is EmptyLocalActorRef || !at.IsLocal)
            at.Tell(new ActorSelectionMessage(message, rest, fanOut), sender);
        else if (!fanOut)
            Missing(at, path, step).Tell(message, sender);
    }

    private static EmptyLocalActorRef Missing(IInternalActorRef at, SelectionPathElement[] path, int step)
    {
        var names = path[step..].Select(e => e.ToString());
        var system = at.Provider.SystemGuardian is LocalActorRef guardian ? guardian.Underlying.System : null;
        return new EmptyLocalActorRef(at.Provider, at.Path / names, system.EventStream);
    }
}
