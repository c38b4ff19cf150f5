using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>Counts the events that its filters take.</summary>
public class InternalEventFilterApplier : IEventFilterApplier
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    public InternalEventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = system;
        _filters = filters;
    }

    public EventFilterFactory And => new(_testkit, _system, _filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public Task ExpectOneAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(() => Run(action), null, expectedCount, cancellationToken).GetAwaiter().GetResult();

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Intercept(() => RunAsync(actionAsync), null, expectedCount, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(() => Run(action), timeout, expectedCount, cancellationToken).GetAwaiter().GetResult();

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(() => RunAsync(action), timeout, expectedCount, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(() => Task.FromResult(func()), null, expectedCount, cancellationToken).GetAwaiter().GetResult();

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Intercept(func, null, expectedCount, cancellationToken);

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(() => Task.FromResult(func()), null, null, cancellationToken).GetAwaiter().GetResult();

    public Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Intercept(func, null, null, cancellationToken);

    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        Intercept(() => Run(action), null, null, cancellationToken).GetAwaiter().GetResult();

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(() => RunAsync(action), null, null, cancellationToken);

    public IUnmutableFilter Mute()
    {
        _system.EventStream.Publish(new Mute(_filters));
        return new Unmuter(_system, _filters);
    }

    private static Task<NotUsed> Run(Action action)
    {
        action();
        return Task.FromResult(NotUsed.Instance);
    }

    private static async Task<NotUsed> RunAsync(Func<Task> action)
    {
        await action();
        return NotUsed.Instance;
    }

    private async Task<T> Intercept<T>(Func<Task<T>> func, TimeSpan? timeout, int? expected, CancellationToken cancellationToken)
    {
        var limit = timeout is { } given ? _testkit.Dilated(given) : _testkit.TestKitSettings.TestEventFilterLeeway;
        var count = 0;
        void Count(EventFilterBase filter, LogEvent logEvent) => Interlocked.Increment(ref count);
        _system.EventStream.Publish(new Mute(_filters));
        foreach (var filter in _filters)
            filter.EventMatched += Count;
        try
        {
            var result = await func();
            if (expected is { } wanted)
                await Await(wanted, limit, () => Volatile.Read(ref count), cancellationToken);
            return result;
        }
        finally
        {
            foreach (var filter in _filters)
                filter.EventMatched -= Count;
            _system.EventStream.Publish(new Unmute(_filters));
        }
    }

    private async Task Await(int wanted, TimeSpan limit, Func<int> count, CancellationToken cancellationToken)
    {
        // No event expected: wait for one all the time.
        var enough = Math.Max(wanted, 1);
        await _testkit.AwaitConditionNoThrowAsync(() => count() >= enough, limit, cancellationToken: cancellationToken);
        var got = count();
        if (got == wanted)
            return;
        var filters = string.Join(",", _filters);
        _testkit.Fail(got < wanted
            ? $"Timeout ({limit}) while waiting for messages. Only received {got}/{wanted} messages that matched filter [{filters}]"
            : $"Received {got - wanted} {Messages(got - wanted)} too many. Expected {wanted} {Messages(wanted)} but received {got} that matched filter [{filters}]");
    }

    private static string Messages(int number) => number == 1 ? "message" : "messages";

    private sealed class Unmuter : IUnmutableFilter
    {
        private readonly ActorSystem _system;
        private IReadOnlyCollection<EventFilterBase> _filters;

        public Unmuter(ActorSystem system, IReadOnlyCollection<EventFilterBase> filters)
        {
            _system = system;
            _filters = filters;
        }

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _filters, null) is { } filters)
                _system.EventStream.Publish(new Unmute(filters));
        }

        public void Dispose() => Unmute();
    }
}
