namespace Akka.Actor;

/// <summary>Chooses the directive for an exception.</summary>
public interface IDecider
{
    Directive Decide(Exception cause);
}
