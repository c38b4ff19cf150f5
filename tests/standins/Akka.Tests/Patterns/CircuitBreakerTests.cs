using Akka.Actor;
using Akka.Pattern;

namespace Akka.Tests.Patterns;

public class CircuitBreakerTests : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_opens_after_so_many_failures_in_a_row()
    {
        var breaker = Breaker(maxFailures: 2, reset: TimeSpan.FromHours(1));
        await Fail(breaker);
        Assert.Equal(1, await breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        await Fail(breaker);
        Assert.True(breaker.IsClosed);
        await Fail(breaker);
        Assert.True(breaker.IsOpen);
        var refused = await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(1)));
        Assert.IsType<IOException>(refused.InnerException);
        Assert.InRange(refused.RemainingDuration, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_has_failed()
    {
        var breaker = new CircuitBreaker(Sys.Scheduler, 1, TimeSpan.FromMilliseconds(20), TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<TimeoutException>(() => breaker.WithCircuitBreaker(() => new TaskCompletionSource().Task));
        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public async Task One_call_is_tried_after_a_while_and_closes_it_again()
    {
        var breaker = Breaker(maxFailures: 1, reset: TimeSpan.FromMilliseconds(50));
        await Fail(breaker);
        AwaitCondition(() => breaker.IsHalfOpen, Patience);
        var trial = new TaskCompletionSource();
        var tried = breaker.WithCircuitBreaker(() => trial.Task);
        await Assert.ThrowsAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.CompletedTask));
        trial.SetResult();
        await tried;
        Assert.True(breaker.IsClosed);
        Assert.Equal(0L, breaker.CurrentFailureCount);
    }

    [Fact]
    public async Task A_trial_that_fails_opens_it_again()
    {
        var breaker = Breaker(maxFailures: 1, reset: TimeSpan.FromMilliseconds(50));
        await Fail(breaker);
        AwaitCondition(() => breaker.IsHalfOpen, Patience);
        var opened = new TaskCompletionSource();
        breaker.OnOpen(opened.SetResult);
        await Fail(breaker);
        await opened.Task.WaitAsync(Patience);
    }

    private CircuitBreaker Breaker(int maxFailures, TimeSpan reset) => CircuitBreaker.Create(Sys.Scheduler, maxFailures, Patience, reset);

    private static Task<IOException> Fail(CircuitBreaker breaker) =>
        Assert.ThrowsAsync<IOException>(() => breaker.WithCircuitBreaker(() => Task.FromException(new IOException("no"))));
}
