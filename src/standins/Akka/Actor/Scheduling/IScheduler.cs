namespace Akka.Actor;

/// <summary>Sends messages later, once or again and again.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    IAdvancedScheduler Advanced { get; }
}
