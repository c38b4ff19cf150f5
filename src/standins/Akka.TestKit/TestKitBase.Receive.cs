using System.Collections;
using System.Runtime.CompilerServices;

namespace Akka.TestKit;

/// <summary>Taking messages.</summary>
public abstract partial class TestKitBase
{
    /// <summary>Takes messages until one fits.</summary>
    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, null, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, null, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, allMessages, max, hint, cancellationToken).AsTask().GetAwaiter().GetResult();

    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        allMessages?.Clear();
        while (true)
        {
            var message = await ReceiveOneAsync(Max(end - Now, TimeSpan.Zero), cancellationToken);
            _assertions.AssertTrue(
                message is not null, "Timeout ({0}) during fishForMessage{1}", limit, string.IsNullOrEmpty(hint) ? "" : ", hint: " + hint);
            if (message is T typed && isMessage(typed))
                return typed;
            allMessages?.Add(message);
        }
    }

    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        ReceiveOneAsync(max, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>The next message, or null where none comes in time.</summary>
    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryReceiveOneAsync(max, cancellationToken);
        return success ? envelope.Message : null;
    }

    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        (var success, envelope) = TryReceiveOneAsync(max, cancellationToken).AsTask().GetAwaiter().GetResult();
        return success;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        _state.LastWasNoMsg = false;
        var available = await WaitForMessage(max, cancellationToken);
        var success = available & _state.Queue.Reader.TryRead(out var envelope);
        _state.LastMessage = success ? envelope : NullMessageEnvelope.Instance;
        return (success, _state.LastMessage);
    }

    public object PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        PeekOneAsync(max, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>The next message, left where it is.</summary>
    public async ValueTask<object> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await WaitForMessage(max, cancellationToken) && _state.Queue.Reader.TryPeek(out var envelope) ? envelope.Message : null;

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken).ToListAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, Timeout.InfiniteTimeSpan, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    /// <summary>Takes messages while the filter makes something of them; the first other one stays.</summary>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stop = Now + RemainingOrDilated(max);
        for (var count = 0; count < msgs; count++)
        {
            var left = Max(stop - Now, TimeSpan.Zero);
            var wait = idle is { } pause && pause >= TimeSpan.Zero && pause < left ? pause : left;
            if (!await WaitForMessage(wait, cancellationToken) || !_state.Queue.Reader.TryPeek(out var envelope))
                break;
            var previous = _state.LastMessage;
            _state.LastMessage = envelope;
            var result = filter(envelope.Message);
            if (result is null)
            {
                _state.LastMessage = previous;
                break;
            }
            _state.Queue.Reader.TryRead(out envelope);
            yield return result;
        }
        _state.LastWasNoMsg = true;
    }

    /// <summary>Takes messages of a type while they satisfy; the first that does not stays. Others are dropped, or end it.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, cancellationToken)
            .ToListAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var taken = ReceiveWhileAsync<object>(
            m => (m is T typed ? shouldContinue(typed) : shouldIgnoreOtherMessageTypes) ? m : null, max, idle, int.MaxValue, cancellationToken);
        var count = 0;
        await foreach (var message in taken)
        {
            if (message is not T typed)
                continue;
            yield return typed;
            if (++count == msgs)
                yield break;
        }
    }

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveNAsync(numberOfMessages, cancellationToken).ToListAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, RemainingOrDefault, cancellationToken);

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveNAsync(numberOfMessages, max, cancellationToken).ToListAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        TakeN(numberOfMessages, Dilated(max), cancellationToken);

    private async IAsyncEnumerable<object> TakeN(
        int numberOfMessages, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = Now;
        for (var i = 0; i < numberOfMessages; i++)
        {
            var message = await ReceiveOneAsync(Max(start + max - Now, TimeSpan.Zero), cancellationToken);
            _assertions.AssertTrue(
                message is not null, "Timeout ({0}) while expecting {1} messages. Only got {2} after {3}.", max, numberOfMessages, i, Now - start);
            yield return message;
        }
    }

    private async ValueTask<bool> WaitForMessage(TimeSpan? max, CancellationToken cancellationToken)
    {
        var reader = _state.Queue.Reader;
        var limit = GetTimeoutOrDefault(max);
        if (reader.Count > 0 && (limit >= TimeSpan.Zero || limit == Timeout.InfiniteTimeSpan))
            return true;
        if (limit == Timeout.InfiniteTimeSpan)
            return await reader.WaitToReadAsync(cancellationToken);
        if (limit <= TimeSpan.Zero)
            return false;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            return await reader.WaitToReadAsync(timer.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
