namespace Akka.Actor;

/// <summary>An actor with a stash that chooses its mailbox itself.</summary>
public interface IWithUnrestrictedStash : IActorStash
{
}
