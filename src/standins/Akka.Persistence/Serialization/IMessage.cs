namespace Akka.Persistence.Serialization;

/// <summary>Marks what persistent actors and journals exchange.</summary>
public interface IMessage
{
}
