namespace Akka.Event;

/// <summary>Marks a message that is no dead letter worth a line in the log.</summary>
public interface IDeadLetterSuppression
{
}
