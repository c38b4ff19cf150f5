using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>
/// Asks the other seed nodes whether there is a cluster already; where none of them answers in time, or none is a
/// member, this node makes one. For the first seed node only: no other one ever makes a cluster.
/// </summary>
internal sealed class FirstSeedNodeProcess : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster;
    private ImmutableList<Address> _otherSeeds;

    public FirstSeedNodeProcess(Cluster cluster, ImmutableList<Address> seeds)
    {
        _cluster = cluster;
        _otherSeeds = seeds.Remove(cluster.SelfAddress);
        Receive<InitJoinAck>(ack => Finish(SeedNodes.Answer(ack)));
        Receive<InitJoinNack>(nack =>
        {
            cluster.CurrentInfoLogger.LogInfo("Received InitJoinNack message from [{0}]", nack.Address);
            _otherSeeds = _otherSeeds.Remove(nack.Address);
            if (_otherSeeds.IsEmpty)
                Finish(new JoinTo(cluster.SelfAddress));
        });
        Receive<Tick>(tick =>
        {
            if (tick == Tick.Ask)
                SeedNodes.Ask(Context, cluster, _otherSeeds);
            else
                Finish(new JoinTo(cluster.SelfAddress));
        });
    }

    private enum Tick
    {
        Ask,
        TimeUp,
    }

    public ITimerScheduler Timers { get; set; }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Ask, Tick.Ask, TimeSpan.Zero, RetryInterval);
        Timers.StartSingleTimer(Tick.TimeUp, Tick.TimeUp, _cluster.Settings.SeedNodeTimeout);
    }

    private void Finish(object answer)
    {
        Context.Parent.Tell(answer);
        Context.Stop(Self);
    }
}
