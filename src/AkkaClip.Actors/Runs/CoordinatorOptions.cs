using AkkaClip.Core.Membership;

namespace AkkaClip.Actors.Runs;

/// <summary>What a run's coordinator waits for, and how long.</summary>
/// <param name="NumSamples">Samples of one epoch.</param>
/// <param name="Configuration">See <see cref="Checkpoints.ConfigurationHash"/>.</param>
/// <param name="Membership">How many trainers take part.</param>
/// <param name="Steps">When it gives up on a step.</param>
/// <param name="RestartGrace">How long a generation waits for trainers that are being started; then it starts without them.</param>
/// <param name="RollCall">How long trainers may take to say what they hold behind a failed step.</param>
/// <param name="Time">The clock.</param>
public sealed record CoordinatorOptions(
    long NumSamples,
    string Configuration,
    MembershipOptions Membership,
    StepOptions Steps,
    TimeSpan RestartGrace,
    TimeSpan RollCall,
    TimeProvider Time);
