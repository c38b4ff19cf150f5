namespace Akka.Actor;

/// <summary>An actor with a stash; the cell sets it.</summary>
public interface IActorStash
{
    IStash Stash { get; set; }
}
