using Akka.Actor;

namespace Akka.Cluster.Tools.Tests.Singleton;

/// <summary>Says on which node it runs, and counts itself while it does.</summary>
public sealed class Where : ReceiveActor
{
    public const string Ask = "where";
    public const string Stop = "stop";

    private readonly RunningCount _running;

    public Where(RunningCount running)
    {
        _running = running;
        Receive<string>(_ => Context.Stop(Self), text => text == Stop);
        Receive<string>(_ => Sender.Tell(Cluster.Get(Context.System).SelfAddress.ToString()));
    }

    protected override void PreStart() => _running.Started();

    protected override void PostStop() => _running.Stopped();
}
