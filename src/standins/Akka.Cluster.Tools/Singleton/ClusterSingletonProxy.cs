using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Forwards messages to the singleton, wherever it runs. While that is not known they wait, up to the buffer's size:
/// with more, the oldest are dropped. What was sent to a singleton that just ended is lost.
/// </summary>
public sealed class ClusterSingletonProxy : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Queue<(object Message, IActorRef Sender)> _buffer = new();
    private readonly ClusterSingletonProxySettings _settings;
    private readonly string[] _singletonPath;
    private ImmutableList<Member> _byAge = [];
    private IActorRef _singleton;
    private int _identification;

    /// <param name="singletonManagerPath">The managers' path, the same on all nodes, such as <c>/user/registry</c>.</param>
    /// <param name="settings">The settings.</param>
    public ClusterSingletonProxy(string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        _settings = settings;
        _singletonPath = $"{singletonManagerPath}/{settings.SingletonName}".Split('/', StringSplitOptions.RemoveEmptyEntries);
        Receive<ClusterEvent.CurrentClusterState>(state => Change(_ => [.. state.Members.Where(m => m.Status == MemberStatus.Up && IsCounted(m))]));
        Receive<ClusterEvent.MemberUp>(up => Change(all => all.RemoveAll(up.Member.Equals).Add(up.Member)), up => IsCounted(up.Member));
        Receive<ClusterEvent.MemberExited>(exited => Remove(exited.Member));
        Receive<ClusterEvent.MemberRemoved>(_ => Context.Stop(Self), removed => removed.Member.UniqueAddress == _cluster.SelfUniqueAddress);
        Receive<ClusterEvent.MemberRemoved>(removed => Remove(removed.Member));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
        Receive<TryToIdentify>(_ => Identify());
        Receive<ActorIdentity>(Identified);
        Receive<Terminated>(_ => StartIdentifying(), terminated => terminated.ActorRef.Equals(_singleton));
        Receive<Terminated>(_ => { });
        ReceiveAny(ForwardOrBuffer);
    }

    public ITimerScheduler Timers { get; set; }

    public static Config DefaultConfig() => ClusterSingletonManager.DefaultConfig();

    /// <inheritdoc cref="ClusterSingletonProxy(string, ClusterSingletonProxySettings)"/>
    public static Props Props(string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonProxy(singletonManagerPath, settings))
            .WithDispatcher(Dispatchers.InternalDispatcherId)
            .WithDeploy(Deploy.Local);

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private bool IsCounted(Member member) => _settings.Role is null || member.HasRole(_settings.Role);

    private void Remove(Member member) => Change(all => all.RemoveAll(member.Equals));

    private void Change(Func<ImmutableList<Member>, ImmutableList<Member>> change)
    {
        var before = _byAge.FirstOrDefault();
        _byAge = [.. change(_byAge).Order(Member.AgeOrdering)];
        if (!Equals(before, _byAge.FirstOrDefault()))
            StartIdentifying();
    }

    private void StartIdentifying()
    {
        if (_singleton is not null)
            Context.Unwatch(_singleton);
        _singleton = null;
        // Answers to earlier questions may still be under way, and are wrong.
        _identification++;
        Timers.StartPeriodicTimer(TryToIdentify.Instance, TryToIdentify.Instance, TimeSpan.Zero, _settings.SingletonIdentificationInterval);
    }

    private void Identify()
    {
        if (_byAge.IsEmpty)
            return;
        var path = new RootActorPath(_byAge[0].Address) / _singletonPath;
        _log.Debug("Trying to identify singleton at [{0}]", path);
        Context.ActorSelection(path).Tell(new Identify(_identification));
    }

    private void Identified(ActorIdentity identity)
    {
        if (identity.Subject is null || !Equals(identity.MessageId, _identification) || _singleton is not null)
            return;
        _log.Info("Singleton identified at [{0}]", identity.Subject.Path);
        Timers.Cancel(TryToIdentify.Instance);
        _singleton = Context.Watch(identity.Subject);
        while (_buffer.TryDequeue(out var waiting))
            _singleton.Tell(waiting.Message, waiting.Sender);
    }

    private void ForwardOrBuffer(object message)
    {
        if (_singleton is not null)
        {
            _singleton.Forward(message);
            return;
        }
        if (_settings.BufferSize == 0)
        {
            _log.Debug("Singleton not available and buffering is disabled, dropping message [{0}]", message.GetType());
            return;
        }
        if (_buffer.Count == _settings.BufferSize)
            _log.Debug("Singleton not available, buffer is full, dropping first message [{0}]", _buffer.Dequeue().Message.GetType());
        _buffer.Enqueue((message, Sender));
    }

    private sealed record TryToIdentify
    {
        public static readonly TryToIdentify Instance = new();
    }
}
