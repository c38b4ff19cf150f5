namespace Akka.Actor;

/// <summary>A message that every actor understands by itself; its behaviour does not see it.</summary>
public interface IAutoReceivedMessage
{
}
