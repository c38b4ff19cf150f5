namespace Akka.Util;

/// <summary>The travelling form of an <see cref="ISurrogated"/>.</summary>
public interface ISurrogate
{
    ISurrogated FromSurrogate(Actor.ActorSystem system);
}
