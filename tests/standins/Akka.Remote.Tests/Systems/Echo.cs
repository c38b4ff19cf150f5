namespace Akka.Remote.Tests.Systems;

/// <summary>Answers every message with itself.</summary>
public sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message, Self));
}
