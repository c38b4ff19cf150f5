namespace Akka.Actor;

/// <summary>A message that must not be taken from an untrusted sender.</summary>
public interface IPossiblyHarmful
{
}
