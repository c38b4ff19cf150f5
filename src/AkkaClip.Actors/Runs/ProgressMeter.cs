using System.Collections.Immutable;
using AkkaClip.Actors.Progress;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Replicas;

namespace AkkaClip.Actors.Runs;

/// <summary>Adds up what the steps report until a progress record is due.</summary>
internal sealed class ProgressMeter
{
    private readonly RunSpec _spec;
    private readonly long _numSamples;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, double> _phaseSeconds = [];
    private long _since;
    private int _numSteps, _numReports;
    private double _lossSum, _waitSeconds;
    private int _numLosses;
    private double _gradientNorm, _logitScale;
    private long _numReplaced, _numSkipped;

    /// <param name="numSamples">Samples of one epoch.</param>
    public ProgressMeter(RunSpec spec, long numSamples, TimeProvider time)
    {
        _spec = spec;
        _numSamples = numSamples;
        _time = time;
        Restart();
    }

    /// <summary>Steps skipped so far, by all parts of the run.</summary>
    public long NumSkipped
    {
        get => _numSkipped;
        set => _numSkipped = value;
    }

    /// <summary>The time up to now was not spent in training.</summary>
    public void Restart()
    {
        _phaseSeconds.Clear();
        _since = _time.GetTimestamp();
        (_numSteps, _numReports, _numLosses, _lossSum, _waitSeconds) = (0, 0, 0, 0, 0);
    }

    /// <summary>Adds what one member reported of a step that was concluded.</summary>
    public void AddMember(StepTimings timings, TimeSpan dataWait, long replaced)
    {
        _numReports++;
        _numReplaced += replaced;
        _waitSeconds += dataWait.TotalSeconds;
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
        _numSteps++;
        (_gradientNorm, _logitScale) = (outcome.GradientNorm, outcome.LogitScale);
        if (skipped)
        {
            _numSkipped++;
        }
        else
        {
            _lossSum += outcome.Loss;
            _numLosses++;
        }

        var steps = outcome.Step + 1;
        if (steps % _spec.LogEverySteps != 0 && steps != _spec.Training.NumSteps)
            return null;
        var record = Describe(steps, learningRate, generation, numTrainers);
        Restart();
        return record;
    }

    private RunEvent.Progressed Describe(long steps, double learningRate, int generation, int numTrainers)
    {
        var seconds = _time.GetElapsedTime(_since).TotalSeconds;
        var seen = steps * _spec.Training.GlobalBatch;
        return new RunEvent.Progressed(
            _spec.Name,
            steps,
            _spec.Training.NumSteps,
            (double)seen / _numSamples,
            seen,
            seconds > 0 ? (double)_numSteps * _spec.Training.GlobalBatch / seconds : 0,
            _numLosses > 0 ? _lossSum / _numLosses : double.NaN,
            learningRate,
            _gradientNorm,
            _logitScale,
            seconds > 0 ? Math.Min(1, _waitSeconds / (seconds * numTrainers)) : 0,
            _phaseSeconds.ToImmutableSortedDictionary(phase => phase.Key, phase => phase.Value / Math.Max(1, _numReports), StringComparer.Ordinal),
            generation,
            numTrainers,
            _numSkipped,
            _numReplaced);
    }

    private void AddPhase(string phase, TimeSpan duration) =>
        _phaseSeconds[phase] = _phaseSeconds.GetValueOrDefault(phase) + duration.TotalSeconds;
}
