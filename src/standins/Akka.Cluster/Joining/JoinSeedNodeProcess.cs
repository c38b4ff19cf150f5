using static Akka.Cluster.InternalClusterAction;

namespace Akka.Cluster;

/// <summary>Asks the seed nodes until one lets this node join. For any node but the first seed.</summary>
internal sealed class JoinSeedNodeProcess : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster;
    private readonly ImmutableList<Address> _otherSeeds;
    private int _attempts;

    public JoinSeedNodeProcess(Cluster cluster, ImmutableList<Address> seeds)
    {
        _cluster = cluster;
        _otherSeeds = seeds.Remove(cluster.SelfAddress);
        Receive<InitJoinAck>(ack =>
        {
            Context.Parent.Tell(SeedNodes.Answer(ack));
            // Whoever answers later is not needed. The join may fail still; the daemon then starts another of these.
            Become(() => Receive<ReceiveTimeout>(_ => Context.Stop(Self)));
        });
        Receive<InitJoinNack>(_ => { });
        Receive<ReceiveTimeout>(_ =>
        {
            if (_attempts >= 2)
            {
                _log.Warning(
                    "Couldn't join seed nodes after [{0}] attempts, will try again. seed-nodes=[{1}]", _attempts, string.Join(",", _otherSeeds));
            }
            Ask();
        });
    }

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(_cluster.Settings.SeedNodeTimeout);
        Ask();
    }

    private void Ask()
    {
        _attempts++;
        SeedNodes.Ask(Context, _cluster, _otherSeeds);
    }
}
