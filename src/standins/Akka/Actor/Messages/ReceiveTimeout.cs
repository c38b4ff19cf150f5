namespace Akka.Actor;

/// <summary>Tells an actor that no message came for as long as it had set.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout() { }

    public static ReceiveTimeout Instance { get; } = new();
}
