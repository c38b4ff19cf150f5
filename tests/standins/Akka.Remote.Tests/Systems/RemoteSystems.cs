using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Systems;

/// <summary>Actor systems that talk over loopback, each at a free port unless it asks for one.</summary>
public abstract class RemoteSystems : TestKit.Xunit2.TestKit
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<ActorSystem> _others = [];

    protected RemoteSystems(ITestOutputHelper output, string config = "")
        : base(ConfigurationFactory.ParseString(config).WithFallback(Remoting()), "here", output)
    {
    }

    protected Address Here => AddressOf(Sys);

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    protected static Config Remoting(int port = 0) => ConfigurationFactory.ParseString($$"""
        akka {
          actor.provider = remote
          loglevel = WARNING
          log-dead-letters = off
          remote {
            retry-gate-closed-for = 100ms
            dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
          }
        }
        """).WithFallback(TestKitBase.DefaultConfig);

    /// <summary>Another system; it ends with the test.</summary>
    protected ActorSystem Start(string name, string config = "", int port = 0)
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(Remoting(port)));
        _others.Add(system);
        return system;
    }

    /// <summary>A system that others reach through a proxy.</summary>
    protected ActorSystem StartBehind(TcpProxy proxy, string name, string config = "")
    {
        var port = FreePort();
        proxy.Target(port);
        return Start(name, $"{config}\nakka.remote.dot-netty.tcp.public-port = {proxy.Port}", port);
    }

    /// <summary>A port that nobody listens on.</summary>
    protected static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The actor of one system as another one reaches it.</summary>
    protected static async Task<IActorRef> Reach(ActorSystem from, IActorRef actor, ActorSystem at, TimeSpan? within = null)
    {
        var path = new RootActorPath(AddressOf(at)) / actor.Path.Elements;
        return await from.ActorSelection(path).ResolveOne(within ?? Soon);
    }

    protected override void AfterAll()
    {
        foreach (var system in _others)
            Shutdown(system, Soon);
        base.AfterAll();
    }
}
