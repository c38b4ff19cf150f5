using Akka.Event;

namespace Akka.Actor;

/// <summary>Creation and end of the actor instance.</summary>
public partial class ActorCell
{
    private void Create(ActorInitializationException failure)
    {
        if (failure is not null)
            throw failure;
        try
        {
            Actor = NewActor();
            Actor.AroundPreStart();
            CheckReceiveTimeout();
            PublishLifecycle($"Started ({Actor})");
        }
        catch (Exception e)
        {
            if (Actor is not null)
            {
                ClearActor(Actor);
                Actor = null;
            }
            throw new ActorInitializationException(_self, "Exception during creation", e);
        }
    }

    private ActorBase NewActor()
    {
        ClearBehaviors();
        ActorHasBeenCleared = false;
        var actor = Props.NewActor();
        ActorPlugins.AfterIncarnated(actor, this);
        if (actor is IInitializableActor initializable)
            initializable.Init();
        actor.SupervisorStrategyInternal = Props.SupervisorStrategy;
        return actor;
    }

    private void ClearActor(ActorBase actor)
    {
        if (actor is not null)
        {
            if (actor is IDisposable disposable)
            {
                try
                {
                    disposable.Dispose();
                }
                catch (Exception e)
                {
                    System.Log.Error(e, "An error occurred while disposing {0} actor. Reason: {1}", actor.GetType(), e.Message);
                }
            }
            Props.Release(actor);
            actor.Clear(System.DeadLetters);
        }
        ActorHasBeenCleared = true;
        CurrentMessage = null;
        ClearBehaviors();
    }

    private void Terminate()
    {
        SetReceiveTimeout();
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        StopChildren();
        var wasTerminating = _children.IsTerminating;
        if (_children.SetReason(SuspendReason.Termination))
        {
            if (wasTerminating)
                return;
            // Nothing but the end of the children matters from now on.
            Dispatcher.Suspend(this);
            _perpetrator = _self;
            PublishLifecycle("Stopping");
        }
        else
        {
            _children.SetTerminated();
            FinishTerminate();
        }
    }

    /// <summary>Each step is taken, whatever the one before does: a watcher must hear of it in any case.</summary>
    private void FinishTerminate()
    {
        var actor = Actor;
        try
        {
            if (actor is not null)
            {
                actor.AroundPostStop();
                ActorPlugins.BeforeIncarnated(actor);
            }
        }
        catch (Exception e)
        {
            Publish(new Error(e, Self.Path.ToString(), ActorType, e.Message));
        }
        finally
        {
            try
            {
                Dispatcher.Detach(this);
            }
            finally
            {
                Parent.SendSystemMessage(new Dispatch.SysMsg.DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
                TellWatchersWeDied();
                UnwatchWatchedActors();
                PublishLifecycle("Stopped");
                ClearActor(actor);
                _waitingSystemMessages = null;
                Actor = null;
            }
        }
    }
}
