using Akka.Actor;
using Akka.TestKit.TestActors;

namespace Akka.Tests.Messaging;

public class SelectionTests : TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task A_path_finds_its_actor_absolute_relative_and_with_address()
    {
        var actor = Sys.ActorOf(BlackHoleActor.Props, "here");
        foreach (var path in new[] { "/user/here", "akka://test/user/here", "user/here", "/user/../user/here" })
            Assert.Equal(actor, await Sys.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_path_without_actor_is_not_resolved() => await Assert.ThrowsAsync<ActorNotFoundException>(
        () => Sys.ActorSelection("/user/nobody").ResolveOne(TimeSpan.FromSeconds(10)));

    [Fact]
    public void Wildcards_reach_every_match()
    {
        var actors = new[] { "a1", "a2", "b1" }.ToDictionary(n => n, n => Sys.ActorOf(BlackHoleActor.Props, n));
        Sys.ActorSelection("/user/a?").Tell(new Identify("q"), TestActor);
        var found = new[] { ExpectMsg<ActorIdentity>().Subject, ExpectMsg<ActorIdentity>().Subject };
        Assert.Equal([actors["a1"], actors["a2"]], found.Order());
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Identifying_nobody_is_answered_with_null()
    {
        Sys.ActorSelection("/user/nobody").Tell(new Identify(1), TestActor);
        var identity = ExpectMsg<ActorIdentity>();
        Assert.Equal(1, identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Theory]
    [InlineData("akka://sys/user/a/b", "akka://sys", "user/a/b", 0)]
    [InlineData("akka.tcp://sys@host:2552/user/a#17", "akka.tcp://sys@host:2552", "user/a", 17)]
    public void A_path_is_read_and_written(string text, string address, string elements, long uid)
    {
        Assert.True(ActorPath.TryParse(text, out var path));
        Assert.Equal(address, path.Address.ToString());
        Assert.Equal(elements, string.Join("/", path.Elements));
        Assert.Equal(uid, path.Uid);
        Assert.Equal(text, path.ToSerializationFormat());
    }

    [Theory]
    [InlineData("akka://sys", null, null)]
    [InlineData("akka.tcp://sys@host:2552", "host", 2552)]
    public void An_address_is_read_and_written(string text, string? host, int? port)
    {
        var address = Address.Parse(text);
        Assert.Equal(("sys", host ?? "", port), (address.System, address.Host ?? "", address.Port));
        Assert.Equal(text, address.ToString());
        Assert.Equal(host is null, address.HasLocalScope);
    }

    [Fact]
    public void Paths_are_equal_whatever_their_uids()
    {
        var path = new RootActorPath(new Address("akka", "sys")) / "user" / "a";
        Assert.Equal(path, path.WithUid(5));
        Assert.Equal(path.GetHashCode(), path.WithUid(5).GetHashCode());
        Assert.Equal("akka://sys/user", path.Parent.ToString());
    }
}
