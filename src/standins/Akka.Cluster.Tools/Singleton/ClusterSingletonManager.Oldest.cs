namespace Akka.Cluster.Tools.Singleton;

/// <summary>While this node is, or was, the oldest.</summary>
public sealed partial class ClusterSingletonManager
{
    // Null where it is not running.
    private IActorRef _singleton;

    private void GoToOldest()
    {
        _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
        _log.Info("Singleton manager started singleton actor [{0}]", _singleton.Path);
        GoTo("Oldest", Oldest);
        AskForNextOldest();
    }

    private void Oldest()
    {
        Receive<OldestChangedBuffer.OldestChanged>(changed =>
        {
            _isNextAsked = false;
            _log.Info("Oldest observed OldestChanged: [{0} -> {1}]", _cluster.SelfAddress, changed.NewOldest?.Address);
            if (changed.NewOldest == _cluster.SelfUniqueAddress)
                return;
            // A removed node that is the oldest again: its removal is under way still. Run nothing, and look again.
            if (changed.NewOldest is not null && !_selfExited && _removed.ContainsKey(changed.NewOldest))
                GoToHandingOver(to: null);
            else
                GoToWasOldest(changed.NewOldest);
        });
        Receive<HandOverToMe>(_ => GoToHandingOver(Sender));
        Receive<TakeOverFromMe>(_ => Sender.Tell(HandOverToMe.Instance));
        Receive<HandOverDone>(_ => { });
        ForgetSingletonWhenTerminated();
        Receive<OldestChangedBuffer.SelfExiting>(_ => ExitInState());
        Receive<ClusterEvent.MemberDowned>(_ => StopSingleton("downed"), downed => IsSelf(downed.Member));
        Otherwise();
    }

    private void GoToWasOldest(UniqueAddress newOldest)
    {
        // It may not know who was the oldest before.
        if (newOldest is not null)
            Peer(newOldest).Tell(TakeOverFromMe.Instance);
        GoTo("WasOldest", () => WasOldest(newOldest));
        Timers.StartSingleTimer(TakeOverRetry.Key, new TakeOverRetry(1), _settings.HandOverRetryInterval);
    }

    private void WasOldest(UniqueAddress newOldest)
    {
        Receive<TakeOverRetry>(retry => RetryTakeOver(retry, newOldest));
        Receive<HandOverToMe>(_ => GoToHandingOver(Sender));
        Receive<ClusterEvent.MemberRemoved>(_ => StopSelf("removed"), removed => IsSelf(removed.Member) && !_selfExited);
        Receive<ClusterEvent.MemberRemoved>(
            removed =>
            {
                Remember(removed.Member);
                GoToHandingOver(to: null);
            },
            removed => removed.Member.UniqueAddress == newOldest && !_selfExited);
        Receive<ClusterEvent.MemberRemoved>(_ => { });
        ForgetSingletonWhenTerminated();
        Receive<OldestChangedBuffer.SelfExiting>(_ => ExitInState());
        Receive<ClusterEvent.MemberDowned>(_ => StopSingleton("downed"), downed => IsSelf(downed.Member));
        Otherwise();
    }

    private void RetryTakeOver(TakeOverRetry retry, UniqueAddress newOldest)
    {
        if ((_cluster.IsTerminated || _selfExited) && (newOldest is null || retry.Count > _maxTakeOverRetries))
        {
            StopSingleton("leaving");
        }
        else if (retry.Count <= _maxTakeOverRetries)
        {
            _log.Debug("Retry [{0}], sending TakeOverFromMe to [{1}]", retry.Count, newOldest?.Address);
            if (newOldest is not null)
                Peer(newOldest).Tell(TakeOverFromMe.Instance);
            Timers.StartSingleTimer(TakeOverRetry.Key, new TakeOverRetry(retry.Count + 1), _settings.HandOverRetryInterval);
        }
        else
        {
            throw new ClusterSingletonManagerIsStuckException($"Expected hand-over to [{newOldest}] never occurred");
        }
    }

    private void GoToHandingOver(IActorRef to)
    {
        if (_singleton is null)
        {
            FinishHandOver(to);
            return;
        }
        to?.Tell(HandOverInProgress.Instance);
        TellSingletonToStop();
        GoTo("HandingOver", () => HandingOver(to));
    }

    private void HandingOver(IActorRef to)
    {
        Receive<Terminated>(_ => FinishHandOver(to), terminated => terminated.ActorRef.Equals(_singleton));
        Receive<HandOverToMe>(_ => to.Tell(HandOverInProgress.Instance), _ => Sender.Equals(to));
        Receive<OldestChangedBuffer.SelfExiting>(_ => ExitInState());
        Otherwise();
    }

    private void FinishHandOver(IActorRef to)
    {
        _log.Info("Singleton terminated, hand-over done [{0} -> {1}]", _cluster.SelfAddress, to?.Path.Address);
        _singleton = null;
        to?.Tell(HandOverDone.Instance);
        _memberExitingProgress.TrySetResult(Done.Instance);
        if (_removed.ContainsKey(_cluster.SelfUniqueAddress))
        {
            StopSelf("removed");
        }
        else if (to is null)
        {
            _older = [];
            GoToYounger();
        }
        else
        {
            GoTo("End", End);
        }
    }

    private void End()
    {
        Receive<ClusterEvent.MemberRemoved>(_ => StopSelf("removed"), removed => IsSelf(removed.Member));
        Receive<OldestChangedBuffer.OldestChanged>(_ => { });
        Receive<HandOverToMe>(_ => { });
        Otherwise();
    }

    private void StopSingleton(string reason)
    {
        if (_singleton is null)
        {
            StopSelf(reason);
            return;
        }
        TellSingletonToStop();
        GoTo("Stopping", () =>
        {
            Receive<Terminated>(_ => StopSelf(reason), terminated => terminated.ActorRef.Equals(_singleton));
            Otherwise();
        });
    }

    private void TellSingletonToStop()
    {
        _log.Info("Singleton manager stopping singleton actor [{0}]", _singleton.Path);
        _singleton.Tell(_terminationMessage);
    }

    // It ended by itself. It is not started again before this node becomes the oldest again.
    private void ForgetSingletonWhenTerminated() => Receive<Terminated>(
        _ =>
        {
            _log.Info("Singleton actor [{0}] was terminated", _singleton.Path);
            _singleton = null;
        },
        terminated => terminated.ActorRef.Equals(_singleton));

    // The shutdown goes on when the hand-over is done.
    private void ExitInState()
    {
        _selfExited = true;
        _log.Info("Exited [{0}]", _cluster.SelfAddress);
        Sender.Tell(Done.Instance);
    }

    // What every state does, unless it has a better idea.
    private void Otherwise()
    {
        Receive<OldestChangedBuffer.SelfExiting>(_ =>
        {
            ExitInState();
            _memberExitingProgress.TrySetResult(Done.Instance);
        });
        Receive<ClusterEvent.MemberRemoved>(_ => StopSelf("removed"), removed => IsSelf(removed.Member) && !_selfExited);
        Receive<ClusterEvent.MemberRemoved>(removed => Remember(removed.Member));
        Receive<DelayedMemberRemoved>(removed => Remember(removed.Member));
        Receive<TakeOverFromMe>(_ => _log.Debug("Ignoring TakeOver request in [{0}] from [{1}].", _state, Sender.Path.Address));
        Receive<ClusterEvent.MemberDowned>(_ => { });
        Receive<Cleanup>(_ =>
        {
            foreach (var node in _removed.Where(removed => removed.Value < Now).Select(removed => removed.Key).ToArray())
                _removed.Remove(node);
        });
    }
}
