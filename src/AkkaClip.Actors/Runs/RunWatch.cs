using Akka.Actor;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>Hands what the event stream says of one run to a client, wherever that is.</summary>
/// <remarks>
/// Child of the registry for a client of a cluster, beside its client in one process; ends with the run or the client. A
/// client that was away is told first what it has missed, as the <see cref="RunBoard"/> has it; what happens meanwhile
/// waits.
/// </remarks>
internal sealed class RunWatch : ReceiveActor
{
    private readonly IActorRef _client;
    private readonly Queue<object> _waiting = new();
    private DateTimeOffset _last;
    private bool _catchesUp;

    /// <param name="missed">Where to ask for what has happened; null: the client has missed nothing.</param>
    public RunWatch(string run, IActorRef client, Missed? missed)
    {
        _client = client;
        _catchesUp = missed is not null;
        Receive<RunEvent>(happened => happened.Run == run, Tell);
        Receive<RunRegistry.RunEnded>(ended => ended.Run.Value == run, Tell);
        Receive<RunBoard.History>(CatchUp);
        Receive<Terminated>(_ => Context.Stop(Self));
        Receive<RunEvent>(_ => { }); // of another run
        Receive<RunRegistry.RunEnded>(_ => { });
        missed?.Board.Tell(new RunBoard.GetHistory(run, missed.Since), Self);
    }

    /// <param name="Board">Who knows.</param>
    /// <param name="Since">The last that the client has seen.</param>
    public sealed record Missed(IActorRef Board, DateTimeOffset Since);

    public static Props Props(string run, IActorRef client, Missed? missed = null) => Akka.Actor.Props.Create(() => new RunWatch(run, client, missed));

    protected override void PreStart()
    {
        Context.Watch(_client);
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent));
        Context.System.EventStream.Subscribe(Self, typeof(RunRegistry.RunEnded));
    }

    private void CatchUp(RunBoard.History history)
    {
        _catchesUp = false;
        foreach (var happened in history.Events)
            Tell(happened);
        while (_waiting.TryDequeue(out var happened))
        {
            if (happened is RunEvent known && known.Time <= _last)
                continue; // the board had it already
            Tell(happened);
        }
    }

    private void Tell(object happened)
    {
        if (_catchesUp)
        {
            _waiting.Enqueue(happened);
            return;
        }

        _client.Tell(happened);
        if (happened is RunEvent { Time: var time })
            _last = time;
        else
            Context.Stop(Self);
    }
}
