using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Makes the test's logger use filters.</summary>
internal sealed class Mute : INoSerializationVerificationNeeded
{
    public Mute(params IEventFilter[] filters) => Filters = filters;

    public Mute(IReadOnlyCollection<IEventFilter> filters) => Filters = filters;

    public IReadOnlyCollection<IEventFilter> Filters { get; }
}

/// <summary>Makes the test's logger forget filters.</summary>
internal sealed class Unmute : INoSerializationVerificationNeeded
{
    public Unmute(params IEventFilter[] filters) => Filters = filters;

    public Unmute(IReadOnlyCollection<IEventFilter> filters) => Filters = filters;

    public IReadOnlyCollection<IEventFilter> Filters { get; }
}
