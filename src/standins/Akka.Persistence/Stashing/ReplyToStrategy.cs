namespace Akka.Persistence;

/// <summary>The sender gets an answer, and the command is dropped.</summary>
public sealed class ReplyToStrategy : IStashOverflowStrategy
{
    public ReplyToStrategy(object response) => Response = response;

    public object Response { get; }
}
