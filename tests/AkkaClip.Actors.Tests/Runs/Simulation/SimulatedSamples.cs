using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Tests.Runs.Simulation;

/// <summary>What all trainers say that a step was computed from: what it is to be, made once for all of them.</summary>
internal sealed class SimulatedSamples(SampleSpec stream)
{
    private readonly Lock _gate = new();
    private readonly SampleLedger _ledger = new(stream);
    private (long Step, SampleDigest Samples) _last = (-1, default);

    public SampleDigest Of(long step)
    {
        lock (_gate)
        {
            if (_last.Step != step)
                _last = (step, _ledger.Expected(step));
            return _last.Samples;
        }
    }
}
