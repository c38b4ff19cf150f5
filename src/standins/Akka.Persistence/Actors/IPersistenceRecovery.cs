namespace Akka.Persistence;

/// <summary>Says how it recovers.</summary>
public interface IPersistenceRecovery
{
    Recovery Recovery { get; }
}
