namespace Akka.Persistence;

/// <summary>A message to a journal.</summary>
public interface IJournalRequest : IJournalMessage
{
}
