using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Akka.Persistence.Journal;

/// <summary>
/// The base of journals: it takes the requests of persistent actors, guards the four operations that a journal
/// implements by a circuit breaker, and answers in the order of the requests.
/// </summary>
public abstract class AsyncWriteJournal : WriteJournalBase, IAsyncRecovery
{
    protected readonly bool CanPublish;
    private readonly CircuitBreaker _breaker;
    private readonly Func<IActorRef, IActorRef> _filterReplayTo;
    private readonly IActorRef _resequencer;
    private long _answerNr = 1L;

    /// <exception cref="ConfigurationException">The mode of the replay filter is unknown.</exception>
    protected AsyncWriteJournal()
    {
        var extension = Persistence.Instance.Apply(Context.System);
        CanPublish = extension.Settings.Internal.PublishPluginCommands;
        var config = extension.ConfigFor(Self);
        _breaker = CircuitBreaker.Create(
            Context.System.Scheduler,
            config.GetInt("circuit-breaker.max-failures"),
            config.GetTimeSpan("circuit-breaker.call-timeout"),
            config.GetTimeSpan("circuit-breaker.reset-timeout"));
        _filterReplayTo = ReplayFilterOf(config.GetConfig("replay-filter"));
        _resequencer = Context.ActorOf(Props.Create(() => new Resequencer()));
    }

    public abstract Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback);

    public abstract Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr);

    protected static Exception TryUnwrapException(Exception e) =>
        e is AggregateException aggregate && aggregate.Flatten().InnerExceptions is [var single] ? single : e;

    /// <summary>Writes events, each <see cref="AtomicWrite"/> all or not at all.</summary>
    /// <returns>
    /// Null: all are written. Otherwise one entry for each write, null or why it was rejected before anything of it was
    /// written. A task that fails means that nobody knows what was written.
    /// </returns>
    protected abstract Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages);

    protected abstract Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr);

    /// <summary>For a journal's own messages.</summary>
    protected virtual bool ReceivePluginInternal(object message) => false;

    protected sealed override bool Receive(object message) => ReceiveWriteJournal(message) || ReceivePluginInternal(message);

    protected bool ReceiveWriteJournal(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                var firstAnswerNr = _answerNr;
                _answerNr += 1 + write.Messages.Sum(m => (long)m.Size);
                _ = WriteAsync(write, firstAnswerNr, Self);
                return true;
            case ReplayMessages replay:
                _ = ReplayAsync(replay, _filterReplayTo(replay.PersistentActor), Context);
                return true;
            case DeleteMessagesTo delete:
                _ = DeleteAsync(delete, Self, Context.System);
                return true;
            default:
                return false;
        }
    }

    private async Task WriteAsync(WriteMessages write, long firstAnswerNr, IActorRef self)
    {
        var writes = write.Messages.Count(m => m is AtomicWrite);
        try
        {
            var rejections = await _breaker
                .WithCircuitBreaker(() => WriteMessagesAsync([.. PreparePersistentBatch(write.Messages)]))
                .ConfigureAwait(false);
            if (rejections is not null && rejections.Count != writes)
            {
                throw new IllegalStateException(
                    $"WriteMessagesAsync return invalid number of results. Expected [{writes}], but got [{rejections.Count}].");
            }
            Answer(write, firstAnswerNr, self, WriteMessagesSuccessful.Instance, (e, nr) => rejections?[nr] is { } cause
                ? new WriteMessageRejected(e, cause, write.ActorInstanceId)
                : new WriteMessageSuccess(e, write.ActorInstanceId));
        }
        catch (Exception e)
        {
            var cause = TryUnwrapException(e);
            Answer(write, firstAnswerNr, self, new WriteMessagesFailed(cause, writes),
                (failed, _) => new WriteMessageFailure(failed, cause, write.ActorInstanceId));
        }
    }

    // Every number that the request has taken is answered, or the answers after them would wait for ever.
    private void Answer(
        WriteMessages write, long answerNr, IActorRef self, object summary, Func<IPersistentRepresentation, int, object> answerTo)
    {
        void Send(object message, IActorRef sender) =>
            _resequencer.Tell(new Resequencer.Answer(message, answerNr++, write.PersistentActor, sender), self);

        Send(summary, self);
        var writeNr = 0;
        foreach (var envelope in write.Messages)
        {
            if (envelope is not AtomicWrite atomic)
            {
                Send(new LoopMessageSuccess(envelope.Payload, write.ActorInstanceId), envelope.Sender);
                continue;
            }
            foreach (var e in (IEnumerable<IPersistentRepresentation>)atomic.Payload)
                Send(answerTo(e, writeNr), e.Sender);
            writeNr++;
        }
    }

    private async Task ReplayAsync(ReplayMessages replay, IActorRef replyTo, IActorContext context)
    {
        var eventStream = context.System.EventStream;
        try
        {
            var highest = await _breaker.WithCircuitBreaker(
                () => ReadHighestSequenceNrAsync(replay.PersistenceId, Math.Max(0L, replay.FromSequenceNr - 1)))
                .ConfigureAwait(false);
            var to = Math.Min(replay.ToSequenceNr, highest);
            if (to > 0L && replay.FromSequenceNr <= to)
            {
                // No circuit breaker: it may take as long as it likes while events come, which the actor checks.
                await ReplayMessagesAsync(context, replay.PersistenceId, replay.FromSequenceNr, to, replay.Max, e =>
                {
                    if (!e.IsDeleted)
                        replyTo.Tell(new ReplayedMessage(e), ActorRefs.NoSender);
                }).ConfigureAwait(false);
            }
            replyTo.Tell(new RecoverySuccess(highest), ActorRefs.NoSender);
            if (CanPublish)
                eventStream.Publish(replay);
        }
        catch (OperationCanceledException e)
        {
            replyTo.Tell(
                new ReplayMessagesFailure(new OperationCanceledException("ReplayMessagesAsync canceled, possibly due to timing out.", e)),
                ActorRefs.NoSender);
        }
        catch (Exception e)
        {
            replyTo.Tell(new ReplayMessagesFailure(TryUnwrapException(e)), ActorRefs.NoSender);
        }
    }

    private async Task DeleteAsync(DeleteMessagesTo delete, IActorRef self, ActorSystem system)
    {
        try
        {
            await _breaker.WithCircuitBreaker(() => DeleteMessagesToAsync(delete.PersistenceId, delete.ToSequenceNr))
                .ConfigureAwait(false);
            delete.PersistentActor.Tell(new DeleteMessagesSuccess(delete.ToSequenceNr), self);
            if (CanPublish)
                system.EventStream.Publish(delete);
        }
        catch (Exception e)
        {
            delete.PersistentActor.Tell(new DeleteMessagesFailure(TryUnwrapException(e), delete.ToSequenceNr), self);
        }
    }

    private static Func<IActorRef, IActorRef> ReplayFilterOf(Config config)
    {
        var name = config.GetString("mode", "");
        ReplayFilterMode mode;
        switch (name.ToLowerInvariant())
        {
            case "off":
                return actor => actor;
            case "repair-by-discard-old":
                mode = ReplayFilterMode.RepairByDiscardOld;
                break;
            case "fail":
                mode = ReplayFilterMode.Fail;
                break;
            case "warn":
                mode = ReplayFilterMode.Warn;
                break;
            default:
                throw new ConfigurationException(
                    $"Invalid replay-filter.mode [{name}], supported values [off, repair-by-discard-old, fail, warn]");
        }
        var windowSize = config.GetInt("window-size");
        var maxOldWriters = config.GetInt("max-old-writers");
        var debug = config.GetBoolean("debug");
        return actor => Context.ActorOf(ReplayFilter.Props(actor, mode, windowSize, maxOldWriters, debug));
    }
}
