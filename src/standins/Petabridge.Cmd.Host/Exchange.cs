using Petabridge.Cmd.Wire;

namespace Petabridge.Cmd.Host;

/// <summary>One command under way: the sender that its handler answers. Ends with the last answer, or with the user's patience.</summary>
internal sealed class Exchange : ReceiveActor
{
    public Exchange(int id, IActorRef handler)
    {
        Context.Watch(handler);
        Receive<CommandResponse>(response =>
        {
            Context.Parent.Tell(new Reply(id, response.Msg, response.Final, response is ErroredCommandResponse));
            if (response.Final)
                Context.Stop(Self);
        });
        Receive<Terminated>(_ =>
        {
            Context.Parent.Tell(new Reply(id, "the actor that does this command has stopped", true, true));
            Context.Stop(Self);
        });
    }
}
