using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor with a stash as its deployment bounds it.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>
{
}
