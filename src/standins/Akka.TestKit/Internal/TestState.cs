using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>What a test kit remembers.</summary>
internal sealed class TestState
{
    public ActorSystem System { get; init; }

    public TestKitSettings Settings { get; init; }

    public Channel<MessageEnvelope> Queue { get; } = Channel.CreateUnbounded<MessageEnvelope>();

    public ILoggingAdapter Log { get; init; }

    public MessageEnvelope LastMessage { get; set; } = NullMessageEnvelope.Instance;

    public IActorRef TestActor { get; set; }

    /// <summary>When the innermost Within ends, on the clock of <see cref="TestKitBase.Now"/>.</summary>
    public TimeSpan? End { get; set; }

    /// <summary>The last expectation waited for silence: then Within is not late.</summary>
    public bool LastWasNoMsg { get; set; }
}
