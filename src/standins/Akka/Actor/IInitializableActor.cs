namespace Akka.Actor;

/// <summary>An actor that prepares itself after its constructor.</summary>
public interface IInitializableActor
{
    void Init();
}
