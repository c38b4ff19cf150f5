using System.Runtime.ExceptionServices;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Failures: of this actor, told to its parent; of its children, decided by its strategy.</summary>
/// <remarks>
/// A failed actor is suspended with all its children until its parent has decided: resume takes the suspensions back,
/// restart replaces the instance first, stop ends it. The mailbox is the cell's, so it survives a restart.
/// </remarks>
public partial class ActorCell
{
    // The actor whose failure this cell is suspended for: itself, or a child whose failure was escalated; null: none.
    private IActorRef _perpetrator;

    private Exception _recreationCause;

    private void HandleInvokeFailure(Exception cause, IReadOnlyCollection<IActorRef> childrenNotToSuspend = null)
    {
        if (_perpetrator is not null)
            return;
        try
        {
            Dispatcher.Suspend(this);
            if (CurrentMessage is Failed)
            {
                _perpetrator = Sender;
                childrenNotToSuspend = [.. childrenNotToSuspend ?? [], Sender];
            }
            else
            {
                _perpetrator = _self;
            }
            SuspendChildren(childrenNotToSuspend);
            Parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
        }
        catch (Exception e)
        {
            Publish(new Error(e, Self.Path.ToString(), ActorType, $"Emergency stop: exception in failure handling for {cause}"));
            try
            {
                StopChildren();
            }
            finally
            {
                FinishTerminate();
            }
        }
    }

    private void HandleFailed(Failed failed)
    {
        CurrentMessage = failed;
        Sender = failed.Child.IsNobody() ? System.DeadLetters : failed.Child;
        var stats = _children.Find(failed.Child.Path.Name);
        if (stats is null || !stats.Child.Path.Equals(failed.Child.Path))
        {
            Publish(new Debug(Self.Path.ToString(), ActorType, $"Dropping Failed({failed.Cause}) from unknown child {failed.Child}"));
        }
        else if (stats.Uid != failed.Uid)
        {
            Publish(new Debug(Self.Path.ToString(), ActorType,
                $"Dropping Failed({failed.Cause}) from old child {failed.Child} (uid={stats.Uid} != {failed.Uid})"));
        }
        else if (!Actor.SupervisorStrategyInternal.HandleFailure(this, failed.Child, failed.Cause, stats, _children.Stats))
        {
            ExceptionDispatchInfo.Capture(failed.Cause).Throw();
        }
    }

    private void FaultSuspend()
    {
        Dispatcher.Suspend(this);
        SuspendChildren();
    }

    private void FaultResume(Exception causedByFailure)
    {
        if (Actor is null)
        {
            Publish(new Error(null, Self.Path.ToString(), GetType(), $"Changing Resume into Create after {causedByFailure}"));
            FaultCreate();
            return;
        }
        // Resuming runs nothing yet: this thread holds the mailbox. So the flag may be cleared after it.
        var perpetrator = _perpetrator;
        Dispatcher.Resume(this);
        if (causedByFailure is not null)
            _perpetrator = null;
        ResumeChildren(causedByFailure, perpetrator);
    }

    private void FaultCreate()
    {
        SetReceiveTimeout();
        CancelReceiveTimeout();
        StopChildren();
        if (!_children.SetReason(SuspendReason.Creation))
            FinishCreate();
    }

    private void FinishCreate()
    {
        Dispatcher.Resume(this);
        _perpetrator = null;
        try
        {
            Create(failure: null);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (Actor is null)
        {
            Publish(new Error(null, Self.Path.ToString(), GetType(), $"Changing Recreate into Create after {cause}"));
            FaultCreate();
            return;
        }
        if (!_children.IsNormal)
        {
            // A stop or another restart is under way: only the suspension that came with this one is taken back.
            FaultResume(null);
            return;
        }
        var failedActor = Actor;
        PublishLifecycle("Restarting");
        var message = CurrentMessage;
        try
        {
            failedActor.AroundPreRestart(cause, message);
            ActorPlugins.BeforeIncarnated(failedActor);
        }
        catch (Exception e)
        {
            Publish(new Error(new PreRestartException(_self, e, cause, message), Self.Path.ToString(), failedActor.GetType(), e.Message));
        }
        finally
        {
            ClearActor(failedActor);
        }
        _recreationCause = cause;
        if (!_children.SetReason(SuspendReason.Recreation))
            FinishRecreate(cause, failedActor);
    }

    private void FinishRecreate(Exception cause, ActorBase failedActor)
    {
        var survivors = _children.Stats;
        try
        {
            Dispatcher.Resume(this);
            _perpetrator = null;
            Actor = NewActor();
            if (ReferenceEquals(Actor, failedActor))
                Actor.Unclear();
            Actor.AroundPostRestart(cause, null);
            PublishLifecycle($"Restarted ({Actor})");
            foreach (var survivor in survivors)
                survivor.Child.Restart(cause);
        }
        catch (Exception e)
        {
            ClearActor(Actor);
            HandleInvokeFailure(new PostRestartException(_self, e, cause), [.. survivors.Select(s => s.Child)]);
        }
    }
}
