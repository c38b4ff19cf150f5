using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Tests.Systems;

public class CoordinatedShutdownTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_phases_run_in_order_and_the_last_one_stops_the_system()
    {
        var system = ActorSystem.Create("phases");
        var shutdown = CoordinatedShutdown.Get(system);
        var ran = new ConcurrentQueue<string>();
        foreach (var phase in new[]
        {
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
        })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                ran.Enqueue(phase);
                return Task.FromResult(Done.Instance);
            });
        }
        await shutdown.Run(new Maintenance()).WaitAsync(Soon);
        Assert.Equal(["before-service-unbind", "service-stop", "before-actor-system-terminate"], ran);
        Assert.IsType<Maintenance>(shutdown.ShutdownReason);
        await system.WhenTerminated.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_task_that_fails_or_hangs_does_not_stop_the_shutdown()
    {
        var system = ActorSystem.Create("faults", "akka.coordinated-shutdown.phases.service-stop.timeout = 20ms");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => throw new InvalidOperationException("as asked"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "hangs", () => new TaskCompletionSource<Done>().Task);
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Soon);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Terminate_runs_the_phases_once()
    {
        var system = ActorSystem.Create("terminate");
        var runs = 0;
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "count", () =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(Done.Instance);
        });
        await Task.WhenAll(system.Terminate(), system.Terminate()).WaitAsync(Soon);
        Assert.Equal(1, runs);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public async Task An_unknown_phase_is_refused()
    {
        var system = ActorSystem.Create("unknown");
        Assert.Throws<ConfigurationException>(() => CoordinatedShutdown.Get(system).AddTask(
            "tea-break", "drink", () => Task.FromResult(Done.Instance)));
        await system.Terminate().WaitAsync(Soon);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    public void A_malformed_system_name_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => ActorSystem.Create(name));

    private sealed class Maintenance : CoordinatedShutdown.Reason;
}
