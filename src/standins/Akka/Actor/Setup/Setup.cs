namespace Akka.Actor.Setup;

/// <summary>A part of an actor system's settings, given in code.</summary>
public abstract class Setup
{
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
