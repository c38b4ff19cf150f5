namespace Akka.Actor;

/// <summary>A message that does not push the receive timeout on.</summary>
public interface INotInfluenceReceiveTimeout
{
}
