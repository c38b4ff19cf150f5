using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Akka.Persistence.Snapshot;

/// <summary>
/// The base of snapshot stores: it takes the requests of persistent actors and guards the four operations that a store
/// implements by a circuit breaker.
/// </summary>
/// <remarks>
/// The outcome of saving and deleting passes through this actor, so that the store sees it, in its own thread, before
/// the persistent actor does.
/// </remarks>
public abstract class SnapshotStore : ActorBase
{
    private readonly bool _publish;
    private readonly CircuitBreaker _breaker;
    private readonly ILoggingAdapter _log;

    protected SnapshotStore()
    {
        var extension = Persistence.Instance.Apply(Context.System);
        _publish = extension.Settings.Internal.PublishPluginCommands;
        var config = extension.ConfigFor(Self);
        _breaker = CircuitBreaker.Create(
            Context.System.Scheduler,
            config.GetInt("circuit-breaker.max-failures", 10),
            config.GetTimeSpan("circuit-breaker.call-timeout", TimeSpan.FromSeconds(10)),
            config.GetTimeSpan("circuit-breaker.reset-timeout", TimeSpan.FromSeconds(30)));
        _log = Context.GetLogger();
    }

    protected sealed override bool Receive(object message) => ReceiveSnapshotStore(message) || ReceivePluginInternal(message);

    /// <summary>The youngest snapshot that fits, or null.</summary>
    protected abstract Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    protected abstract Task SaveAsync(SnapshotMetadata metadata, object snapshot);

    /// <summary>Deletes the snapshot with that number, of whatever time where the timestamp is not specified.</summary>
    protected abstract Task DeleteAsync(SnapshotMetadata metadata);

    protected abstract Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria);

    /// <summary>For a store's own messages, and the outcome of saving and deleting.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    private bool ReceiveSnapshotStore(object message)
    {
        switch (message)
        {
            case LoadSnapshot load when load.Criteria == SnapshotSelectionCriteria.None:
                Sender.Tell(new LoadSnapshotResult(null, load.ToSequenceNr));
                return true;
            case LoadSnapshot load:
                _ = LoadFor(load, Sender);
                return true;
            case SaveSnapshot save:
                _ = RunAsync(save, () => SaveAsync(save.Metadata, save.Snapshot), new SaveSnapshotSuccess(save.Metadata),
                    cause => new SaveSnapshotFailure(save.Metadata, cause), Self, Sender);
                return true;
            case DeleteSnapshot delete:
                _ = RunAsync(delete, () => DeleteAsync(delete.Metadata), new DeleteSnapshotSuccess(delete.Metadata),
                    cause => new DeleteSnapshotFailure(delete.Metadata, cause), Self, Sender);
                return true;
            case DeleteSnapshots delete:
                _ = RunAsync(delete, () => DeleteAsync(delete.PersistenceId, delete.Criteria), new DeleteSnapshotsSuccess(delete.Criteria),
                    cause => new DeleteSnapshotsFailure(delete.Criteria, cause), Self, Sender);
                return true;
            case SaveSnapshotFailure failure:
                // Half of it may be there.
                _ = DeleteRemains(failure.Metadata);
                PassOn(message);
                return true;
            case SaveSnapshotSuccess or DeleteSnapshotSuccess or DeleteSnapshotFailure or DeleteSnapshotsSuccess or DeleteSnapshotsFailure:
                PassOn(message);
                return true;
            default:
                return false;
        }
    }

    private void PassOn(object outcome)
    {
        try
        {
            ReceivePluginInternal(outcome);
        }
        finally
        {
            Sender.Tell(outcome);
        }
    }

    private async Task LoadFor(LoadSnapshot load, IActorRef actor)
    {
        var self = Self;
        ISnapshotResponse response;
        try
        {
            var snapshot = await _breaker
                .WithCircuitBreaker(() => LoadAsync(load.PersistenceId, load.Criteria.Limit(load.ToSequenceNr)))
                .ConfigureAwait(false);
            response = new LoadSnapshotResult(snapshot, load.ToSequenceNr);
        }
        catch (Exception e)
        {
            response = new LoadSnapshotFailed(Unwrap(e));
        }
        actor.Tell(response, self);
    }

    private async Task RunAsync(
        ISnapshotRequest request, Func<Task> operation, ISnapshotResponse success, Func<Exception, ISnapshotResponse> failure,
        IActorRef self, IActorRef actor)
    {
        var eventStream = Context.System.EventStream;
        ISnapshotResponse response;
        try
        {
            await _breaker.WithCircuitBreaker(operation).ConfigureAwait(false);
            response = success;
        }
        catch (Exception e)
        {
            response = failure(Unwrap(e));
        }
        self.Tell(response, actor);
        if (_publish && request is DeleteSnapshot or DeleteSnapshots)
            eventStream.Publish(request);
    }

    private async Task DeleteRemains(SnapshotMetadata metadata)
    {
        try
        {
            await _breaker.WithCircuitBreaker(() => DeleteAsync(metadata)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.Error(e, "DeleteAsync operation after SaveSnapshot failure failed.");
        }
    }

    private static Exception Unwrap(Exception e) =>
        e is AggregateException aggregate && aggregate.Flatten().InnerExceptions is [var single] ? single : e;
}
