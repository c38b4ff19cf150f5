using AkkaClip.Core.Membership;
using AkkaClip.Core.Runs;

namespace AkkaClip.Actors.Runs;

/// <summary>The time limits of a registry and its coordinators.</summary>
public sealed record RunRegistrySettings
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The node that the registry is on, in words for operators.</summary>
    public string Node { get; init; } = "this process";

    /// <summary>Where the relative directories of runs are; empty: in the working directory.</summary>
    public string RunsDirectory { get; init; } = "";

    /// <summary>Saves what a run was configured to, in its folder, before it begins. Throws <see cref="IOException"/> where the disk refuses.</summary>
    public Action<RunSpec> SaveConfiguration { get; init; } = _ => { };

    /// <summary>A generation waits so long for trainers that are being started or restarted.</summary>
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Behind a failed step, trainers that do not say within this time what they hold are left out.</summary>
    public TimeSpan RollCall { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A submitted run waits so long for a node that can open its data.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether nodes may still come: then a run with too few trainers waits for them, and does not fail.</summary>
    public bool PoolMayGrow { get; init; }

    /// <summary>
    /// Whether runs are recorded by Akka.Persistence, so that another registry can go on with them; the journal's plug-in is
    /// the actor system's.
    /// </summary>
    public bool IsJournaled { get; init; }

    /// <summary>A new registry gives out no trainers for so long: nodes say first what they host.</summary>
    public TimeSpan SettleTime { get; init; }

    /// <summary>A journal that failed is tried again after so long.</summary>
    public TimeSpan JournalRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A run that has to do the same step again so often has failed.</summary>
    public int AbortLimit { get; init; } = 30;

    internal CoordinatorOptions Coordinator(RunSpec spec, long numSamples, string configuration) => new(
        numSamples,
        configuration,
        new MembershipOptions(spec.Trainers.Minimum, spec.Trainers.Count),
        new StepOptions
        {
            StepTimeout = TimeSpan.Zero, // silence is the data plane's to notice: a slow step is no failure
            NonFiniteLimit = spec.Training.NonFiniteLimit,
            AbortLimit = AbortLimit,
        },
        RestartGrace,
        RollCall,
        Time);
}
