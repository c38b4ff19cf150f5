using System.Collections.Immutable;
using AkkaClip.Actors.Progress;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Runs;

/// <summary>Adds up what the steps report until a progress record is due.</summary>
internal sealed class ProgressMeter
{
    private readonly RunSpec spec;
    private readonly long numSamples;
    private readonly TimeProvider time;
    private readonly Dictionary<string, double> phaseSeconds = [];
    private long since;
    private int numSteps, numReports;
    private double lossSum, waitSeconds;
    private int numLosses;
    private double gradientNorm, logitScale;
    private long numReplaced, numSkipped;

    /// <param name="numSamples">Samples of one epoch.</param>
    public ProgressMeter(RunSpec spec, long numSamples, TimeProvider time)
    {
        this.spec = spec;
        this.numSamples = numSamples;
        this.time = time;
        Restart();
    }

    /// <summary>Steps skipped so far, by all parts of the run.</summary>
    public long NumSkipped
    {
        get => numSkipped;
        set => numSkipped = value;
    }

    /// <summary>The time up to now was not spent in training.</summary>
    public void Restart()
    {
        phaseSeconds.Clear();
        since = time.GetTimestamp();
        (numSteps, numReports, numLosses, lossSum, waitSeconds) = (0, 0, 0, 0, 0);
    }

    /// <summary>Adds what one member reported of a step that was concluded.</summary>
    public void AddMember(StepTimings timings, TimeSpan dataWait, long replaced)
    {
        numReports++;
        numReplaced += replaced;
        waitSeconds += dataWait.TotalSeconds;
        AddPhase("data", dataWait);
        AddPhase("forward", timings.Forward);
        AddPhase("gather", timings.Gather);
        AddPhase("loss", timings.Loss);
        AddPhase("backward", timings.Backward);
        AddPhase("reduce", timings.Reduce);
    }

    /// <summary>Adds a step that was concluded; returns a record where one is due.</summary>
    /// <param name="outcome">What the members agree on.</param>
    /// <param name="skipped">It was not applied.</param>
    public RunEvent.Progressed? AddStep(StepOutcome outcome, bool skipped, double learningRate, int generation, int numTrainers)
    {
        numSteps++;
        (gradientNorm, logitScale) = (outcome.GradientNorm, outcome.LogitScale);
        if (skipped)
        {
            numSkipped++;
        }
        else
        {
            lossSum += outcome.Loss;
            numLosses++;
        }

        var steps = outcome.Step + 1;
        if (steps % spec.LogEverySteps != 0 && steps != spec.Training.NumSteps)
            return null;
        var record = Describe(steps, learningRate, generation, numTrainers);
        Restart();
        return record;
    }

    private RunEvent.Progressed Describe(long steps, double learningRate, int generation, int numTrainers)
    {
        var seconds = time.GetElapsedTime(since).TotalSeconds;
        var seen = steps * spec.Training.GlobalBatch;
        return new RunEvent.Progressed(
            spec.Name,
            steps,
            spec.Training.NumSteps,
            (double)seen / numSamples,
            seen,
            seconds > 0 ? (double)numSteps * spec.Training.GlobalBatch / seconds : 0,
            numLosses > 0 ? lossSum / numLosses : double.NaN,
            learningRate,
            gradientNorm,
            logitScale,
            seconds > 0 ? Math.Min(1, waitSeconds / (seconds * numTrainers)) : 0,
            phaseSeconds.ToImmutableSortedDictionary(phase => phase.Key, phase => phase.Value / Math.Max(1, numReports), StringComparer.Ordinal),
            generation,
            numTrainers,
            numSkipped,
            numReplaced);
    }

    private void AddPhase(string phase, TimeSpan duration) =>
        phaseSeconds[phase] = phaseSeconds.GetValueOrDefault(phase) + duration.TotalSeconds;
}
