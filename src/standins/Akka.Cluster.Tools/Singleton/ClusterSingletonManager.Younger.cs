namespace Akka.Cluster.Tools.Singleton;

/// <summary>While another node is, or was, the oldest.</summary>
public sealed partial class ClusterSingletonManager
{
    // The nodes that may run the singleton, the one that most likely does first.
    private ImmutableList<UniqueAddress> _older = [];

    private void Start()
    {
        Receive<SelfIsUp>(_ =>
        {
            _oldestChangedBuffer = Context.ActorOf(
                Actor.Props.Create(() => new OldestChangedBuffer(_settings.Role)).WithDispatcher(Context.Props.Dispatcher));
            AskForNextOldest();
        });
        Receive<OldestChangedBuffer.InitialOldestState>(initial =>
        {
            _isNextAsked = false;
            _older = initial.Oldest.Remove(_cluster.SelfUniqueAddress);
            if (initial.Oldest.FirstOrDefault() != _cluster.SelfUniqueAddress)
                GoToYounger();
            else if (initial.SafeToBeOldest)
                GoToOldest();
            else
                GoToBecomingOldest();
        });
        Receive<HandOverToMe>(_ => { });
        Otherwise();
    }

    private void GoToYounger()
    {
        GoTo("Younger", Younger);
        AskForNextOldest();
        if (_removed.ContainsKey(_cluster.SelfUniqueAddress))
            StopSelf("removed");
    }

    private void Younger()
    {
        Receive<OldestChangedBuffer.OldestChanged>(changed =>
        {
            _isNextAsked = false;
            if (changed.NewOldest != _cluster.SelfUniqueAddress)
            {
                _log.Info("Younger observed OldestChanged: [{0} -> {1}]", _older.FirstOrDefault()?.Address, changed.NewOldest?.Address);
                if (changed.NewOldest is not null && !_older.Contains(changed.NewOldest))
                    _older = _older.Insert(0, changed.NewOldest);
                AskForNextOldest();
                return;
            }
            _log.Info("Younger observed OldestChanged: [{0} -> myself]", (changed.PreviousOldest ?? _older.FirstOrDefault())?.Address);
            if (AreRemoved(_older))
            {
                GoToOldest();
                return;
            }
            // It is the former oldest that hands over, whoever else may have been one before.
            if (changed.PreviousOldest is not null)
                _older = _older.Remove(changed.PreviousOldest).Insert(0, changed.PreviousOldest);
            Peer(_older[0]).Tell(HandOverToMe.Instance);
            GoToBecomingOldest();
        });
        StopWhenSelfIsDownedOrRemoved();
        DelayRemovals();
        Receive<DelayedMemberRemoved>(removed =>
        {
            Remember(removed.Member);
            _older = _older.Remove(removed.Member.UniqueAddress);
        });
        Receive<HandOverToMe>(_ =>
        {
            // Whoever asks takes this node for the former oldest: it was restarted, and runs no singleton. One that leaves
            // may have handed over already to a third node, and must not say so twice.
            if (_cluster.SelfMember.Status is MemberStatus.Leaving or MemberStatus.Exiting)
                _log.Info("Ignoring HandOverToMe in Younger from [{0}] because self is [{1}].", Sender.Path.Address, _cluster.SelfMember.Status);
            else
                Sender.Tell(HandOverDone.Instance);
        });
        Otherwise();
    }

    private void GoToBecomingOldest()
    {
        GoTo("BecomingOldest", BecomingOldest);
        Timers.StartSingleTimer(HandOverRetry.Key, new HandOverRetry(1), _settings.HandOverRetryInterval);
    }

    private void BecomingOldest()
    {
        Receive<HandOverInProgress>(_ =>
        {
            _log.Info("Hand-over in progress at [{0}]", Sender.Path.Address);
            Timers.Cancel(HandOverRetry.Key);
        });
        Receive<HandOverDone>(_ =>
        {
            if (_older.Count > 0 && Sender.Path.Address == _older[0].Address)
                GoToOldest();
            else
                _log.Info("Ignoring HandOverDone in BecomingOldest from [{0}]. Expected previous oldest [{1}]", Sender.Path.Address, _older.FirstOrDefault()?.Address);
        });
        StopWhenSelfIsDownedOrRemoved();
        DelayRemovals();
        Receive<DelayedMemberRemoved>(removed =>
        {
            Remember(removed.Member);
            // A node that is shutting down starts nothing.
            if (_cluster.IsTerminated || !_older.Contains(removed.Member.UniqueAddress))
                return;
            if (AreRemoved(_older))
                GoToOldest();
            else
                _older = _older.Remove(removed.Member.UniqueAddress);
        });
        Receive<TakeOverFromMe>(_ => AnswerTakeOver());
        Receive<HandOverRetry>(RetryHandOver);
        Otherwise();
    }

    private void AnswerTakeOver()
    {
        var from = Sender.Path.Address;
        var node = _cluster.State.Members.FirstOrDefault(m => m.Address == from)?.UniqueAddress;
        if (node is null)
        {
            _log.Info("Ignoring TakeOver request from unknown node in BecomingOldest from [{0}]", from);
            return;
        }
        if (_older.IsEmpty)
            _older = [node];
        if (_older[0] == node)
            Sender.Tell(HandOverToMe.Instance);
        else
            _log.Info("Ignoring TakeOver request in BecomingOldest from [{0}]. Expected previous oldest [{1}]", from, _older[0].Address);
    }

    private void RetryHandOver(HandOverRetry retry)
    {
        if (retry.Count <= _maxHandOverRetries)
        {
            _log.Info("Retry [{0}], sending HandOverToMe to [{1}]", retry.Count, _older.FirstOrDefault()?.Address);
            if (_older.Count > 0)
                Peer(_older[0]).Tell(HandOverToMe.Instance);
            Timers.StartSingleTimer(HandOverRetry.Key, new HandOverRetry(retry.Count + 1), _settings.HandOverRetryInterval);
        }
        else if (_older.Count > 0 && AreRemoved(_older))
        {
            _log.Info("Timeout in BecomingOldest. Previous oldest is removed, and did not ask to be taken over from.");
            GoToOldest();
        }
        else if (_cluster.IsTerminated)
        {
            Context.Stop(Self);
        }
        else
        {
            throw new ClusterSingletonManagerIsStuckException(
                $"Becoming singleton oldest was stuck because previous oldest [{_older.FirstOrDefault()}] is unresponsive");
        }
    }

    private void StopWhenSelfIsDownedOrRemoved()
    {
        Receive<ClusterEvent.MemberDowned>(downed => StopSelf("downed"), downed => IsSelf(downed.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => StopSelf("removed"), removed => IsSelf(removed.Member));
    }

    // The removed node may be alive on the other side of a split, and takes its time to see that it must stop.
    private void DelayRemovals() => Receive<ClusterEvent.MemberRemoved>(removed =>
    {
        var delayed = new DelayedMemberRemoved(removed.Member);
        if (_removalMargin > TimeSpan.Zero)
            Timers.StartSingleTimer(removed.Member.UniqueAddress, delayed, _removalMargin);
        else
            Self.Tell(delayed);
    });

    private void Remember(Member removed)
    {
        if (!_selfExited)
            _log.Info("Member removed [{0}]", removed.Address);
        _removed[removed.UniqueAddress] = Now + RememberRemoved;
    }
}
