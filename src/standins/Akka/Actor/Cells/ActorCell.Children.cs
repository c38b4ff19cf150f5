using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Children: creation, lookup, stopping.</summary>
public partial class ActorCell
{
    private readonly ChildrenContainer _children = new();
    private long _nextRandomName;

    public IEnumerable<IInternalActorRef> GetChildren() => _children.Stats.Select(s => s.Child);

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    public IActorRef Child(string name) => _children.Find(name)?.Child ?? (IActorRef)ActorRefs.Nobody;

    public IActorRef ActorOf(Props props, string name = null) => AttachChild(props, systemService: false, name);

    /// <summary>The child of that name, which may carry a uid after '#'; or Nobody.</summary>
    internal IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#');
        if (hash < 0)
            return _children.Find(name)?.Child ?? ActorRefs.Nobody;
        var child = _children.Find(name[..hash])?.Child;
        var uid = long.Parse(name.AsSpan(hash + 1));
        return child is not null && (uid == UndefinedUid || uid == child.Path.Uid) ? child : ActorRefs.Nobody;
    }

    public void Stop(IActorRef child)
    {
        _children.ShallDie(child);
        ((IInternalActorRef)child).Stop();
    }

    internal void ReserveChild(string name) => _children.Reserve(name);

    internal void InitChild(IInternalActorRef child) => _children.Init(child);

    internal IActorRef AttachChild(Props props, bool systemService, string name = null)
    {
        if (name is null)
            name = (Interlocked.Increment(ref _nextRandomName) - 1).Base64Encode();
        else
            CheckName(name);
        return MakeChild(props, name, systemService);
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");
        if (!ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException($"Illegal actor name [{name}]. {ActorPath.ValidActorNameDescription}");
    }

    private IInternalActorRef MakeChild(Props props, string name, bool systemService)
    {
        if (SystemImpl.Settings.SerializeAllCreators && !systemService)
            SystemImpl.Serialization.CheckCreator(props, Self.Path, name);
        if (_children.IsTerminating)
            throw new InvalidOperationException("Cannot create child while terminating or terminated");

        _children.Reserve(name);
        IInternalActorRef child;
        try
        {
            var uid = 1 + (long)(uint)Random.Shared.Next(int.MaxValue - 1);
            var path = new ChildActorPath(Self.Path, name, uid);
            child = SystemImpl.Provider.ActorOf(SystemImpl, props, _self, path, systemService);
        }
        catch
        {
            _children.Unreserve(name);
            throw;
        }
        // A child of a failed actor, made in PreRestart for one, waits as its siblings do.
        if (_perpetrator is not null && _mailbox is not null)
        {
            for (var i = _mailbox.SuspendCount; i > 0; i--)
                child.Suspend();
        }
        _children.Init(child);
        child.Start();
        return child;
    }

    private void HandleSupervise(IActorRef child)
    {
        if (_children.IsTerminating)
            return;
        if (_children.Init((IInternalActorRef)child))
            PublishLifecycle($"now supervising {child.Path}");
        else
            Publish(new Debug(Self.Path.ToString(), ActorType, $"received Supervise from unregistered child {child.Path}, this will not end well"));
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var awaited = _children.Remove(child);
        if (Actor is not null)
        {
            try
            {
                Actor.SupervisorStrategyInternal.HandleChildTerminated(this, child, GetChildren());
            }
            catch (Exception e)
            {
                Publish(new Error(e, Self.Path.ToString(), ActorType, "HandleChildTerminated failed"));
                HandleInvokeFailure(e);
            }
        }
        switch (awaited)
        {
            case SuspendReason.Recreation:
                FinishRecreate(_recreationCause, Actor);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }

    private void StopChildren()
    {
        foreach (var stats in _children.Stats)
            Stop(stats.Child);
    }

    private void SuspendChildren(IEnumerable<IActorRef> except = null)
    {
        foreach (var stats in _children.Stats)
        {
            if (except is null || !except.Contains(stats.Child))
                stats.Child.Suspend();
        }
    }

    private void ResumeChildren(Exception causedByFailure, IActorRef perpetrator)
    {
        foreach (var stats in _children.Stats)
            stats.Child.Resume(stats.Child.Equals(perpetrator) ? causedByFailure : null);
    }
}
