namespace Akka.Persistence;

/// <summary>What happens to a command when the stash in which it would wait is full.</summary>
public interface IStashOverflowStrategy
{
}
