namespace Akka.Persistence.Tests.Kit;

/// <summary>A command that says itself what the actor does, in an asynchronous handler.</summary>
public sealed record ActAsync(Func<Scribe, Task> Run);
