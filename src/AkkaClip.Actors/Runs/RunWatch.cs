using Akka.Actor;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>Hands what the event stream says of one run to a client, wherever that is.</summary>
/// <remarks>Child of the registry for a client of a cluster, beside its client in one process; ends with the run or the client.</remarks>
internal sealed class RunWatch : ReceiveActor
{
    private readonly IActorRef _client;

    public RunWatch(string run, IActorRef client)
    {
        _client = client;
        Receive<RunEvent>(happened => happened.Run == run, happened => client.Tell(happened));
        Receive<RunRegistry.RunEnded>(ended => ended.Run.Value == run, End);
        Receive<Terminated>(_ => Context.Stop(Self));
        Receive<RunEvent>(_ => { }); // of another run
        Receive<RunRegistry.RunEnded>(_ => { });
    }

    public static Props Props(string run, IActorRef client) => Akka.Actor.Props.Create(() => new RunWatch(run, client));

    protected override void PreStart()
    {
        Context.Watch(_client);
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent));
        Context.System.EventStream.Subscribe(Self, typeof(RunRegistry.RunEnded));
    }

    private void End(RunRegistry.RunEnded ended)
    {
        _client.Tell(ended);
        Context.Stop(Self);
    }
}
