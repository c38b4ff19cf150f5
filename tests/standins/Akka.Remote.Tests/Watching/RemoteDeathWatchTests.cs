using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Watching;

public sealed class RemoteDeathWatchTests(ITestOutputHelper output) : RemoteSystems(output, Tuned)
{
    private const string Tuned = """
        akka.remote.watch-failure-detector {
          heartbeat-interval = 100ms
          acceptable-heartbeat-pause = 1s
          unreachable-nodes-reaper-interval = 100ms
        }
        """;

    [Fact]
    public async Task The_stop_of_a_watched_actor_is_told_across_systems()
    {
        var there = Start("there", Tuned);
        var echo = there.ActorOf(Props.Create<Echo>(), "echo");
        var reached = await Reach(Sys, echo, there);
        Watch(reached);
        there.Stop(echo);
        var terminated = await ExpectTerminatedAsync(reached, Soon);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task Watching_an_actor_that_has_stopped_before_tells_of_it()
    {
        var there = Start("there", Tuned);
        var echo = there.ActorOf(Props.Create<Echo>(), "echo");
        var reached = await Reach(Sys, echo, there);
        Watch(reached);
        there.Stop(echo);
        await ExpectTerminatedAsync(reached, Soon);
        Watch(reached);
        var terminated = await ExpectTerminatedAsync(reached, Soon);
        Assert.False(terminated.ExistenceConfirmed);
    }

    [Fact]
    public async Task The_orderly_end_of_a_system_tells_of_its_actors()
    {
        var there = Start("there", Tuned);
        var reached = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        Watch(reached);
        await there.Terminate().WaitAsync(Soon);
        await ExpectTerminatedAsync(reached, Soon);
    }

    [Fact]
    public async Task Unwatching_ends_the_watch()
    {
        var there = Start("there", Tuned);
        var echo = there.ActorOf(Props.Create<Echo>(), "echo");
        var reached = await Reach(Sys, echo, there);
        Watch(reached);
        Unwatch(reached);
        var second = CreateTestProbe();
        second.Watch(reached);
        there.Stop(echo);
        await second.ExpectTerminatedAsync(reached, Soon);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Watching_an_actor_where_no_system_lives_ends()
    {
        var gone = Start("gone", Tuned);
        var reached = await Reach(Sys, gone.ActorOf(Props.Create<Echo>(), "echo"), gone);
        await gone.Terminate().WaitAsync(Soon);
        Watch(reached);
        await ExpectTerminatedAsync(reached, Soon);
    }
}
