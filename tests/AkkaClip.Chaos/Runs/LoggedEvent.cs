using AkkaClip.Actors.Progress;

namespace AkkaClip.Chaos.Runs;

/// <summary>An event of a run, and when its coordinator recorded it.</summary>
public sealed record LoggedEvent(DateTimeOffset Time, RunEvent Event);
