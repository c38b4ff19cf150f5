namespace Akka.Util;

/// <summary>Something that travels as another object, its surrogate.</summary>
public interface ISurrogated
{
    ISurrogate ToSurrogate(Actor.ActorSystem system);
}
