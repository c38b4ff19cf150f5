using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Sends a journal's answers in the order of the requests, whichever write ends first.</summary>
internal sealed class Resequencer : ActorBase
{
    private readonly Dictionary<long, Answer> _early = [];
    private long _delivered;

    protected override bool Receive(object message)
    {
        if (message is not Answer answer)
            return false;
        _early.Add(answer.SequenceNr, answer);
        while (_early.Remove(_delivered + 1, out var next))
        {
            _delivered++;
            next.Target.Tell(next.Message, next.Sender);
        }
        return true;
    }

    internal sealed record Answer(object Message, long SequenceNr, IActorRef Target, IActorRef Sender);
}
