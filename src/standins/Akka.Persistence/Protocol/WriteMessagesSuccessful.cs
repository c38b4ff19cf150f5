namespace Akka.Persistence;

/// <summary>A batch was written; a <see cref="WriteMessageSuccess"/> or rejection follows for each of its events.</summary>
public sealed class WriteMessagesSuccessful : IJournalResponse
{
    private WriteMessagesSuccessful()
    {
    }

    public static WriteMessagesSuccessful Instance { get; } = new();
}
