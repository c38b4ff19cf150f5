using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tests.Kit;

/// <summary>
/// Actor systems on loopback, each a node of its own, with settings that make a cluster of them quick. Disposing ends
/// them all.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>Generous: a busy machine is no error.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private static readonly Config Quick = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor.provider = cluster
          remote.dot-netty.tcp {
            hostname = "127.0.0.1"
            port = 0
          }
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          cluster {
            log-info = off
            periodic-tasks-initial-delay = 100 ms
            gossip-interval = 100 ms
            leader-actions-interval = 100 ms
            unreachable-nodes-reaper-interval = 100 ms
            seed-node-timeout = 1 s
            retry-unsuccessful-join-after = 1 s
            failure-detector {
              heartbeat-interval = 100 ms
              acceptable-heartbeat-pause = 3 s
              expected-response-after = 500 ms
            }
            split-brain-resolver {
              stable-after = 1 s
              # A busy machine takes its time to agree, and that is no instability.
              down-all-when-unstable = off
            }
          }
        }
        """);

    private readonly List<ActorSystem> _systems = [];

    /// <summary>A node that has not joined.</summary>
    public ActorSystem Start(string hocon = "", string name = "test")
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(hocon).WithFallback(Quick));
        _systems.Add(system);
        return system;
    }

    /// <summary>So many nodes of one cluster, all up, the first the oldest.</summary>
    public async Task<ActorSystem[]> StartJoined(int count, string hocon = "")
    {
        var systems = new List<ActorSystem>();
        for (var i = 0; i < count; i++)
            systems.Add(await StartJoined(i == 0 ? null : systems[0], hocon));
        await AllSee(count, [.. systems]);
        return [.. systems];
    }

    /// <summary>One more node of the other one's cluster, up; of a new one where there is no other.</summary>
    public async Task<ActorSystem> StartJoined(ActorSystem? other, string hocon = "")
    {
        var system = Start(hocon);
        await Cluster.Get(system).JoinAsync(AddressOf(other ?? system)).WaitAsync(Limit);
        return system;
    }

    public static Address AddressOf(ActorSystem system) => Cluster.Get(system).SelfAddress;

    /// <summary>Waits until all these nodes see so many members, all up.</summary>
    public static async Task AllSee(int count, params ActorSystem[] systems)
    {
        foreach (var system in systems)
        {
            await Until(
                () => Cluster.Get(system).State.Members is var members && members.Count == count && members.All(m => m.Status == MemberStatus.Up),
                () => $"{AddressOf(system)} sees [{string.Join(", ", Cluster.Get(system).State.Members)}], not {count} members up");
        }
    }

    public static async Task Until(Func<bool> condition, Func<string>? failure = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Limit)
                Assert.Fail(failure?.Invoke() ?? "the condition never came true");
            await Task.Delay(PollInterval);
        }
    }

    /// <summary>Ends a node as a crash would: no word to the others.</summary>
    public static async Task Crash(ActorSystem system)
    {
        ((ExtendedActorSystem)system).Abort();
        await system.WhenTerminated.WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems)
            ((ExtendedActorSystem)system).Abort();
        await Task.WhenAll(_systems.Select(system => system.WhenTerminated)).WaitAsync(Limit);
    }
}
