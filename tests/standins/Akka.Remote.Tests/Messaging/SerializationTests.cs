using System.Runtime.Serialization;
using System.Text;
using Akka.Configuration;
using Akka.Remote.Tests.Systems;
using Akka.Serialization;
using Akka.TestKit;
using Xunit.Abstractions;

namespace Akka.Remote.Tests.Messaging;

public sealed class SerializationTests(ITestOutputHelper output) : RemoteSystems(output, Bound)
{
    private static string Bound => $$"""
        akka.actor {
          serializers.letters = "{{typeof(LetterSerializer).AssemblyQualifiedName}}"
          serialization-bindings { "{{typeof(ILetter).AssemblyQualifiedName}}" = letters }
        }
        """;

    [Fact]
    public async Task A_message_with_references_goes_through_its_own_serializer_and_back()
    {
        var there = Start("there", Bound);
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        var answer = await echo.Ask<Letter>(new Letter("ünïcode", TestActor), Soon);
        Assert.Equal("ünïcode", answer.Text);
        Assert.Equal(TestActor, answer.From);
        answer.From.Tell("resolved", ActorRefs.NoSender);
        await ExpectMsgAsync("resolved", Soon);
    }

    [Fact]
    public async Task A_serializer_that_fails_costs_the_message_and_not_the_connection()
    {
        var there = Start("there", Bound);
        var echo = await Reach(Sys, there.ActorOf(Props.Create<Echo>(), "echo"), there);
        await EventFilter.Exception<SerializationException>(contains: "cannot be written").ExpectOneAsync(() =>
        {
            echo.Tell(new Letter(LetterSerializer.Unwritable, TestActor), TestActor);
            return Task.CompletedTask;
        });
        // That one is written there, sent back, and cannot be read here.
        await EventFilter.Warning(contains: "cannot be read").ExpectAsync(1, () =>
        {
            echo.Tell(new Letter(LetterSerializer.Unreadable, TestActor), TestActor);
            return Task.CompletedTask;
        });
        Assert.Equal("on", await echo.Ask<string>("on", Soon));
    }

    [Theory]
    [InlineData(false, "S", "I", "L")]
    [InlineData(true, "System.String, System.Private.CoreLib", "System.Int32, System.Private.CoreLib", "System.Int64, System.Private.CoreLib")]
    public void Primitives_are_named_briefly_or_in_full(bool legacy, string text, string integer, string longInteger)
    {
        var system = Start("named", $"akka.actor.serialization-settings.primitive.use-legacy-behavior = {(legacy ? "on" : "off")}");
        var manifests = new object[] { "a", 1, 1L }
            .Select(o => Akka.Serialization.Serialization.ManifestFor(system.Serialization.FindSerializerFor(o), o));
        Assert.Equal([text, integer, longInteger], manifests);
    }

    public static TheoryData<object> Messages => new(
        "text", "", int.MinValue, long.MaxValue, PoisonPill.Instance, Kill.Instance, new Identify("id"), new Identify(null),
        new ActorIdentity(7, null), ActorRefs.Nobody, new Status.Success("done"), Status.Success.Instance);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_that_every_system_knows_survive_the_way(object message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        var bytes = Sys.Serialization.Serialize(message);
        var back = Sys.Serialization.Deserialize(bytes, serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        Assert.Equal(message.GetType(), back.GetType());
        Assert.Equal(message.ToString(), back.ToString());
    }

    [Fact]
    public void A_failure_keeps_its_causes()
    {
        var failure = new Status.Failure(new InvalidOperationException("outer", new KeyNotFoundException("inner")), "state");
        var serializer = Sys.Serialization.FindSerializerFor(failure);
        var bytes = Sys.Serialization.Serialize(failure);
        var back = Assert.IsType<Status.Failure>(Sys.Serialization.Deserialize(
            bytes, serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, failure)));
        Assert.Equal("outer", Assert.IsType<InvalidOperationException>(back.Cause).Message);
        Assert.Equal("inner", Assert.IsType<KeyNotFoundException>(back.Cause.InnerException).Message);
        Assert.Equal("state", back.State);
    }

    private interface ILetter
    {
    }

    private sealed record Letter(string Text, IActorRef From) : ILetter;

    private sealed class LetterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public const string Unwritable = "unwritable";
        public const string Unreadable = "unreadable";

        public override int Identifier => 4711;

        public override string Manifest(object o) => "letter";

        public override byte[] ToBinary(object obj) => obj is Letter { Text: not Unwritable } letter
            ? Encoding.UTF8.GetBytes($"{Akka.Serialization.Serialization.SerializedActorPath(letter.From)}\n{letter.Text}")
            : throw new SerializationException("it cannot be written");

        public override object FromBinary(byte[] bytes, string manifest)
        {
            var parts = Encoding.UTF8.GetString(bytes).Split('\n');
            if (parts[1] == Unreadable && system.Name == "here")
                throw new SerializationException("it cannot be read");
            return new Letter(parts[1], system.Provider.ResolveActorRef(parts[0]));
        }
    }
}
