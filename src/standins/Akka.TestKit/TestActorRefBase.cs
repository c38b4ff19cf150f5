using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.TestKit.Internal;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>The base of test references: it is a reference itself.</summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef where TActor : ActorBase
{
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null) =>
        InternalRef = InternalTestActorRef.Create(system, actorProps, supervisor, name);

    public IActorRef Ref => InternalRef;

    public TActor UnderlyingActor => (TActor)InternalRef.UnderlyingActor;

    public ActorPath Path => InternalRef.Path;

    protected InternalTestActorRef InternalRef { get; }

    bool IActorRefScope.IsLocal => InternalRef.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => InternalRef.Parent;

    IActorRefProvider IInternalActorRef.Provider => InternalRef.Provider;

    public static bool operator ==(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    public static bool operator !=(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) => !(testActorRef == actorRef);

    public static bool operator ==(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) => testActorRef == actorRef;

    public static bool operator !=(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) => !(testActorRef == actorRef);

    public void Receive(object message, IActorRef sender = null) => InternalRef.Receive(message, sender);

    public void Tell(object message) => InternalRef.Tell(message);

    public void Tell(object message, IActorRef sender) => InternalRef.Tell(message, sender);

    public void Forward(object message) => InternalRef.Forward(message);

    public void Watch(IActorRef subject) => InternalRef.Watch(subject);

    public void Unwatch(IActorRef subject) => InternalRef.Unwatch(subject);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => InternalRef.GetChild(name);

    void IInternalActorRef.Resume(Exception causedByFailure) => InternalRef.Resume(causedByFailure);

    void IInternalActorRef.Start() => InternalRef.Start();

    void IInternalActorRef.Stop() => InternalRef.Stop();

    void IInternalActorRef.Restart(Exception cause) => InternalRef.Restart(cause);

    void IInternalActorRef.Suspend() => InternalRef.Suspend();

    void IInternalActorRef.SendSystemMessage(ISystemMessage message) => InternalRef.SendSystemMessage(message);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => InternalRef.ToSurrogate(system);

    int IComparable<IActorRef>.CompareTo(IActorRef other) => InternalRef.CompareTo(other);

    public int CompareTo(object obj) => InternalRef.CompareTo(obj);

    public bool Equals(IActorRef other) => InternalRef.Equals(other);

    public override bool Equals(object obj) => InternalRef.Equals(obj);

    public override int GetHashCode() => InternalRef.GetHashCode();

    public override string ToString() => InternalRef.ToString();
}
