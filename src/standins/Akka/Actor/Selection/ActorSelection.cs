namespace Akka.Actor;

/// <summary>Actors by path, which may have wildcards. It is evaluated at each message, so it survives restarts and stops.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection() { }

    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path == "" ? [] : path.Split('/'))
    {
    }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        var names = elements.ToArray();
        var steps = new List<SelectionPathElement>();
        for (var i = 0; i < names.Length; i++)
        {
            switch (names[i])
            {
                case "":
                    break;
                case "..":
                    steps.Add(SelectParent.Instance);
                    break;
                case "**" when i == names.Length - 1:
                    steps.Add(SelectChildRecursive.Instance);
                    break;
                case "**":
                    throw new IllegalActorNameException("Double wildcard can only appear at the last path entry");
                case var pattern when pattern.AsSpan().IndexOfAny('?', '*') >= 0:
                    steps.Add(new SelectChildPattern(pattern));
                    break;
                case var name:
                    steps.Add(new SelectChildName(name));
                    break;
            }
        }
        Path = [.. steps];
    }

    public IActorRef Anchor { get; private set; }

    public SelectionPathElement[] Path { get; private set; }

    public string PathString => "/" + string.Join("/", Path.AsEnumerable());

    public void Tell(object message, IActorRef sender = null) =>
        SelectionDelivery.Deliver(this, sender ?? ActorCell.GetCurrentSelfOrNoSender(), message);

    /// <exception cref="ActorNotFoundException">In the task: nobody answered within the timeout.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception ex) when (ex is not ActorNotFoundException)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", ex);
        }
    }

    public override bool Equals(object obj) =>
        obj is ActorSelection other && Equals(Anchor, other.Anchor) && Path.SequenceEqual(other.Path);

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}{(Anchor.Path.Uid != ActorCell.UndefinedUid ? "#" + Anchor.Path.Uid : "")}), Path({PathString})]";
}
