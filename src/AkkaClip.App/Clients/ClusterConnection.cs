using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using AkkaClip.Actors.Runs;
using AkkaClip.App.Configuration;
using AkkaClip.App.Nodes;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Clients;

/// <summary>The way from a machine that is no member to a cluster's registry of runs.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    /// <summary>The registry's proxy, which the members offer to clients.</summary>
    private const string Registry = "/user/runs-proxy";

    /// <summary>A node may be lost with the question that it was to pass on: it is asked again.</summary>
    private static readonly TimeSpan s_repeatInterval = TimeSpan.FromSeconds(2);

    private readonly ActorSystem _system;
    private readonly IActorRef _cluster;
    private readonly ClientSpec _spec;

    private ClusterConnection(ClientSpec spec, Config config)
    {
        _spec = spec;
        _system = ActorSystem.Create(spec.System, config
            .WithFallback(ClusterClientReceptionist.DefaultConfig())
            .WithFallback(DistributedPubSub.DefaultConfig()));
        _cluster = _system.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(_system)), "cluster");
    }

    private string Contacts => string.Join(" or ", _spec.Contacts);

    private string Silence =>
        $"no node of the cluster answered at {Contacts} within {_spec.Timeout.TotalSeconds} s, though somebody listens there: is it a node of "
        + $"the cluster '{_spec.System}' with TLS {(_spec.Tls is null ? "off" : "on")}, as here, and is a node of role control among its members?";

    /// <exception cref="UserErrorException">Nobody listens at any of the contacts.</exception>
    public static async Task<ClusterConnection> OpenAsync(ClientConfiguration configuration, CancellationToken cancellation)
    {
        var spec = configuration.Client;
        var listening = await Task.WhenAll(spec.Contacts.Select(contact => Endpoints.IsListeningAsync(contact, TimeProvider.System, cancellation)));
        if (!listening.Contains(true))
            throw new UserErrorException($"nobody listens at {string.Join(" or ", spec.Contacts)}: is akkaclip node running there, and reachable from here?");
        var host = spec.Host ?? (await Endpoints.OwnAddressAsync(spec.Contacts[Array.IndexOf(listening, true)], cancellation)).ToString();
        var address = ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.hostname = {HoconString.Quote(host)}");
        return new ClusterConnection(spec, address.WithFallback(configuration.ActorSystem));
    }

    public Task<RunRegistry.RunList> ListAsync(CancellationToken cancellation) => AskAsync<RunRegistry.RunList>(new RunRegistry.GetRuns(), cancellation);

    /// <exception cref="UserErrorException">There is no such run.</exception>
    public Task<RunRegistry.RunFound> FindAsync(string run, CancellationToken cancellation) =>
        AskAsync<RunRegistry.RunFound>(new RunRegistry.GetRun(run), cancellation);

    /// <summary>Has the registry hold, resume or end a run.</summary>
    /// <exception cref="UserErrorException">The registry refused.</exception>
    public Task CommandAsync(object command, CancellationToken cancellation) => AskAsync<RunRegistry.RunAccepted>(command, cancellation);

    /// <summary>Gives the cluster a run, and follows it.</summary>
    public RemoteRun Submit(RunSpec spec) => new(_system, new RunFollower.Route(Send, _spec.Timeout, Silence), spec.Name, spec);

    /// <summary>Follows a run that is under way.</summary>
    public RemoteRun Watch(string run) => new(_system, new RunFollower.Route(Send, _spec.Timeout, Silence), run, submitted: null);

    public async ValueTask DisposeAsync() => await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);

    private void Send(object message, IActorRef sender) => _cluster.Tell(Envelope(message), sender);

    /// <summary>
    /// Every member has a proxy of the registry. That of the member which answers here is taken: any other may be of a node
    /// that is dead, and not yet removed from the cluster.
    /// </summary>
    private static ClusterClient.Send Envelope(object message) => new(Registry, message, localAffinity: true);

    /// <summary>Asks until there is an answer. Whatever is asked may come twice.</summary>
    private async Task<T> AskAsync<T>(object message, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_spec.Timeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            while (true)
            {
                try
                {
                    return Read<T>(await _cluster.Ask<object>(Envelope(message), s_repeatInterval, either.Token));
                }
                catch (AskTimeoutException)
                {
                    either.Token.ThrowIfCancellationRequested();
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UserErrorException(Silence, e);
        }
    }

    private static T Read<T>(object answer) => answer switch
    {
        RunRegistry.RunRefused refused => throw new UserErrorException(refused.Reason),
        RunRegistry.RegistryWaits waits => throw new UserErrorException(waits.Reason),
        _ => (T)answer,
    };
}
