namespace Akka.Persistence.Tests.Kit;

/// <summary>A command that says itself what the actor does.</summary>
public sealed record Act(Action<Scribe> Run);
