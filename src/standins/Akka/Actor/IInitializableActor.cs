namespace Akka.Actor.Internal;

/// <summary>An actor that prepares itself after its constructor.</summary>
public interface IInitializableActor
{
    void Init();
}
