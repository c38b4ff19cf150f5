using AkkaClip.Core.Ledger;

namespace AkkaClip.Chaos.Reports;

/// <summary>What a trial has shown.</summary>
public sealed record Verdict
{
    /// <summary>Steps of the disturbed run.</summary>
    public required long NumSteps { get; init; }

    /// <summary>Median over all steps that no fault touched.</summary>
    public required TimeSpan StepTime { get; init; }

    public required IReadOnlyList<FaultResult> Faults { get; init; }

    /// <summary>Each time that a trainer joined: from the last step without it to the first one with it.</summary>
    public required IReadOnlyList<TimeSpan> JoinTimes { get; init; }

    /// <summary>Committed steps that were done again, or are missing.</summary>
    public required int NumLostSteps { get; init; }

    /// <summary>What the run's sample ledger proves.</summary>
    public required LedgerAudit Samples { get; init; }

    /// <summary>Steps whose loss is not, to the last bit, that of the run without faults: they saw other samples or weights.</summary>
    public required int NumOtherLosses { get; init; }

    /// <summary>The final weights are those of the run without faults, to the last bit.</summary>
    public required bool WeightsAreEqual { get; init; }

    /// <summary>Nothing was lost, and nothing differs. Times are no part of it: they are the machine's, too.</summary>
    public bool IsProven => NumLostSteps == 0 && Samples.IsClean && NumOtherLosses == 0 && WeightsAreEqual;

    /// <summary>The longest time to the next step that is aimed at. A fault that training must not notice has twice a step's own.</summary>
    public TimeSpan AimOf(FaultResult fault) => fault.Bound + (fault.Bound == TimeSpan.Zero ? 2 : 1) * StepTime;
}
