using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A test's handle of an actor that runs on the calling thread, with the instance in reach.</summary>
public class TestActorRef<TActor> : TestActorRefBase<TActor> where TActor : ActorBase
{
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}
