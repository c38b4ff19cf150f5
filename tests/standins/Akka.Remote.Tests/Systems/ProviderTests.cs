using Akka.Configuration;
using Akka.TestKit.TestActors;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Systems;

public sealed class ProviderTests(ITestOutputHelper output) : RemoteSystems(output)
{
    private IActorRefProvider Provider => ((ExtendedActorSystem)Sys).Provider;

    [Theory]
    [InlineData("remote")]
    [InlineData("Akka.Remote.RemoteActorRefProvider, Akka.Remote")]
    public void The_provider_is_chosen_by_its_short_name_or_its_type(string name)
    {
        var system = Start("chosen", $"akka.actor.provider = \"{name}\"");
        Assert.IsType<RemoteActorRefProvider>(((ExtendedActorSystem)system).Provider);
    }

    [Fact]
    public void An_actor_of_another_address_is_a_remote_reference_and_one_of_this_is_local()
    {
        var elsewhere = (IInternalActorRef)Provider.ResolveActorRef("akka.tcp://other@127.0.0.1:9/user/a#7");
        Assert.IsType<RemoteActorRef>(elsewhere);
        Assert.False(elsewhere.IsLocal);
        Assert.Equal(7, elsewhere.Path.Uid);
        Assert.Equal("akka.tcp://other@127.0.0.1:9/user/a#7", elsewhere.Path.ToSerializationFormat());
        Assert.Same(TestActor, Provider.ResolveActorRef(TestActor.Path.ToSerializationFormatWithAddress(Here)));
    }

    [Fact]
    public void A_local_reference_is_written_with_the_address_that_others_reach_it_at()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props, "hole");
        Assert.Equal($"{Here}/user/hole#{actor.Path.Uid}", Akka.Serialization.Serialization.SerializedActorPath(actor));
    }

    [Fact]
    public void The_public_name_and_port_are_what_others_are_told()
    {
        var system = Start("hidden", "akka.remote.dot-netty.tcp { public-hostname = \"Hidden.example\", public-port = 4711 }");
        Assert.Equal(new Address("akka.tcp", "hidden", "hidden.example", 4711), AddressOf(system));
    }

    [Fact]
    public void The_address_by_which_another_system_knows_this_one_is_its_own()
    {
        Assert.Equal(Here, Provider.GetExternalAddressFor(new Address("akka.tcp", "other", "127.0.0.1", 9)));
        Assert.Null(Provider.GetExternalAddressFor(new Address("akka", "local")));
    }

    [Fact]
    public async Task A_system_that_cannot_be_connected_to_is_answered_over_its_own_connections()
    {
        var hidden = Start("hidden", $"akka.remote.dot-netty.tcp.public-port = {FreePort()}");
        var echo = Sys.ActorOf(Props.Create<Echo>(), "echo");
        var reached = await Reach(hidden, echo, Sys);
        Assert.Equal("hello", await reached.Ask<string>("hello", Soon));
        var watcher = CreateTestProbe(hidden);
        watcher.Watch(reached);
        Sys.Stop(echo);
        await watcher.ExpectTerminatedAsync(reached, Soon);
    }

    [Fact]
    public void The_defaults_are_the_genuine_ones()
    {
        var settings = new RemoteSettings(Start("defaults", "akka.remote.retry-gate-closed-for = 5s").Settings.Config);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.RetryGateClosedFor);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.FlushWait);
        Assert.Equal(20_000, settings.SysMsgBufferSize);
        Assert.Equal(TimeSpan.FromDays(5), settings.QuarantineDuration);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.WatchHeartBeatInterval);
        Assert.Equal(10.0, settings.WatchFailureDetectorConfig.GetDouble("threshold"));
        Assert.Equal(TimeSpan.FromSeconds(10), settings.WatchFailureDetectorConfig.GetTimeSpan("acceptable-heartbeat-pause"));
        Assert.Equal(128_000, settings.Config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size", null));
        Assert.False(settings.UntrustedMode);
    }

    [Fact]
    public void A_transport_that_there_is_not_fails_the_start() => Assert.ThrowsAny<Exception>(
        () => Start("other", "akka.remote.enabled-transports = [\"akka.remote.carrier-pigeon\"]"));
}
