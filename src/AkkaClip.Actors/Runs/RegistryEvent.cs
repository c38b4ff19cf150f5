using System.Text.Json.Serialization;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Wire;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>What a registry remembers for the next one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunTaken), "taken")]
[JsonDerivedType(typeof(TermBegun), "term")]
[JsonDerivedType(typeof(RunChanged), "changed")]
public abstract record RegistryEvent : IWireMessage
{
    private RegistryEvent(long number, string run, DateTimeOffset at) => (Number, Run, At) = (number, run, at);

    /// <summary>From 1, without a gap.</summary>
    public long Number { get; init; }

    public string Run { get; init; }

    public DateTimeOffset At { get; init; }

    /// <param name="NumSamples">Of one epoch.</param>
    /// <param name="Configuration">See <see cref="Checkpoints.ConfigurationHash"/>.</param>
    /// <param name="Ticket">See <see cref="RunRegistry.SubmitRun"/>.</param>
    public sealed record RunTaken(long Number, string Run, RunSpec Spec, long NumSamples, string Configuration, string Ticket, DateTimeOffset At)
        : RegistryEvent(Number, Run, At);

    /// <summary>A coordinator leads the run from here on.</summary>
    public sealed record TermBegun(long Number, string Run, long Term, DateTimeOffset At) : RegistryEvent(Number, Run, At);

    public sealed record RunChanged(long Number, string Run, RunState State, string Reason, DateTimeOffset At) : RegistryEvent(Number, Run, At);
}
