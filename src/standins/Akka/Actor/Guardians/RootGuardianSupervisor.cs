using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The parent of the root guardian, outside the tree: it only learns of the end.</summary>
internal sealed class RootGuardianSupervisor : MinimalActorRef
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RootGuardianSupervisor(ActorPath root, IActorRefProvider provider)
    {
        Path = root / "_Root-guardian-supervisor";
        Provider = provider;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public Task Stopped => _stopped.Task;

    public override void Stop() => _stopped.TrySetResult();

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                Stop();
                break;
        }
    }
}
