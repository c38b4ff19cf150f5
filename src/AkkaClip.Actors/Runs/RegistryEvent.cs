using System.Text.Json.Serialization;
using AkkaClip.Actors.Progress;

namespace AkkaClip.Actors.Runs;

/// <summary>What the registry remembers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunSubmitted), "submitted")]
[JsonDerivedType(typeof(RunChanged), "changed")]
public abstract record RegistryEvent
{
    private RegistryEvent(string run, DateTimeOffset at) => (Run, At) = (run, at);

    public string Run { get; }

    public DateTimeOffset At { get; }

    public sealed record RunSubmitted(string Run, string Folder, DateTimeOffset At) : RegistryEvent(Run, At);

    public sealed record RunChanged(string Run, RunState State, string Reason, DateTimeOffset At) : RegistryEvent(Run, At);
}
