namespace Akka.Actor;

/// <summary>A phase of the coordinated shutdown.</summary>
/// <param name="DependsOn">The phases before it.</param>
/// <param name="Timeout">How long its tasks may take, all together.</param>
/// <param name="Recover">Whether the shutdown goes on when a task fails or is late.</param>
internal sealed record Phase(IReadOnlyCollection<string> DependsOn, TimeSpan Timeout, bool Recover);
