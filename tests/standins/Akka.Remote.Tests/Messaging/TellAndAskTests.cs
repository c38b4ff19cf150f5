using Akka.Remote.Tests.Systems;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Messaging;

public sealed class TellAndAskTests : RemoteSystems
{
    private readonly ActorSystem _there;
    private readonly IActorRef _echo;

    public TellAndAskTests(ITestOutputHelper output)
        : base(output)
    {
        _there = Start("there");
        _echo = _there.ActorOf(Props.Create<Echo>(), "echo");
    }

    [Fact]
    public async Task A_message_reaches_an_actor_of_another_system_and_its_answer_comes_back()
    {
        var echo = await Reach(Sys, _echo, _there);
        foreach (var message in new object[] { "text with ünicode", 42, 1L << 40, "" })
        {
            echo.Tell(message, TestActor);
            Assert.Equal(message, await ExpectMsgAsync<object>(message, Soon));
            Assert.Equal(echo, LastSender);
        }
    }

    [Fact]
    public async Task An_ask_is_answered_across_systems()
    {
        var echo = await Reach(Sys, _echo, _there);
        Assert.Equal("hello", await echo.Ask<string>("hello", Soon));
    }

    [Fact]
    public async Task A_selection_with_a_wildcard_reaches_every_match_at_the_other_side()
    {
        _there.ActorOf(Props.Create<Echo>(), "eclair");
        Sys.ActorSelection(new RootActorPath(AddressOf(_there)) / "user" / "ec*").Tell("hi", TestActor);
        await ExpectMsgAsync("hi", Soon);
        var first = LastSender;
        await ExpectMsgAsync("hi", Soon);
        Assert.NotEqual(first, LastSender);
    }

    [Fact]
    public async Task A_failure_sent_as_an_answer_fails_the_ask_with_an_exception_of_the_same_type()
    {
        var failing = _there.ActorOf(Props.Create(() => new Failing()), "failing");
        var reached = await Reach(Sys, failing, _there);
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => reached.Ask<string>("anything", Soon));
        Assert.Equal("because", thrown.Message);
    }

    [Fact]
    public async Task Identify_of_an_absent_actor_answers_with_nobody()
    {
        Sys.ActorSelection(new RootActorPath(AddressOf(_there)) / "user" / "nobody").Tell(new Identify("id"), TestActor);
        var identity = await ExpectMsgAsync<ActorIdentity>(Soon);
        Assert.Equal("id", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task A_reference_sent_as_a_message_can_be_used_by_its_receiver()
    {
        var echo = await Reach(Sys, _echo, _there);
        var returned = await echo.Ask<IActorRef>(TestActor, Soon);
        Assert.Equal(TestActor, returned);
        returned.Tell("found", ActorRefs.NoSender);
        await ExpectMsgAsync("found", Soon);
    }

    [Fact]
    public async Task A_path_with_this_systems_own_address_is_a_local_reference()
    {
        var mine = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(TestActor.Path.ToSerializationFormatWithAddress(Here));
        Assert.Same(TestActor, mine);
        mine.Tell("short way", ActorRefs.NoSender);
        await ExpectMsgAsync("short way", Soon);
    }

    [Fact]
    public async Task A_poison_pill_stops_an_actor_of_another_system()
    {
        var echo = await Reach(Sys, _echo, _there);
        Watch(echo);
        echo.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await ExpectTerminatedAsync(echo, Soon);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => Sender.Tell(new Status.Failure(new ArgumentException("because")), Self));
    }
}
