namespace Akka.Actor;

/// <summary>Makes and resolves references; where an actor lives is its decision.</summary>
public interface IActorRefProvider
{
    IInternalActorRef RootGuardian { get; }

    LocalActorRef Guardian { get; }

    LocalActorRef SystemGuardian { get; }

    IActorRef DeadLetters { get; }

    IActorRef IgnoreRef { get; }

    ActorPath RootPath { get; }

    Settings Settings { get; }

    /// <summary>The address under which other systems know this one.</summary>
    Address DefaultAddress { get; }

    /// <summary>What serializers need to write references of this system.</summary>
    Serialization.Information SerializationInformation { get; }

    IInternalActorRef TempContainer { get; }

    /// <summary>Completes when the root guardian has stopped.</summary>
    Task TerminationTask { get; }

    void Init(ActorSystemImpl system);

    ActorPath TempPath();

    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    void UnregisterTempActor(ActorPath path);

    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);

    IActorRef RootGuardianAt(Address address);

    IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService);

    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>This system's address as the other one can use it, or null where it cannot.</summary>
    Address GetExternalAddressFor(Address address);
}
