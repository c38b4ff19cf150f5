using Akka.Actor;
using Akka.Event;

namespace Akka.Persistence;

/// <summary>The internal stash: commands that wait for the recovery, or for events of a command before them.</summary>
public abstract partial class Eventsourced
{
    private readonly IStash _waitingCommands;

    private void StashCommand(object message)
    {
        try
        {
            _waitingCommands.Stash();
        }
        catch (StashOverflowException)
        {
            switch (InternalStashOverflowStrategy)
            {
                case DiscardToDeadLetterStrategy:
                    Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                    break;
                case ReplyToStrategy reply:
                    Sender.Tell(reply.Response);
                    break;
                default:
                    throw;
            }
        }
    }

    private void UnstashCommand(bool all)
    {
        if (all)
            _waitingCommands.UnstashAll();
        else
            _waitingCommands.Unstash();
    }
}
