using AkkaClip.Core.Runs;

namespace AkkaClip.Core.Schedules;

/// <summary>
/// The learning rate of a step, as OpenCLIP's schedulers give it. With s the step from 0, S steps, W of warm-up,
/// C of cooldown, and lr the peak: below W, lr (s + 1) / W; then one of
/// cosine, lr (1 + cos(pi (s - W) / (S - W))) / 2; constant, lr;
/// constant with cooldown, lr until S - C, then (1 - e / C)^power (lr - end) + end with e = s - (S - C).
/// </summary>
public sealed class LearningRateSchedule
{
    private readonly TrainingSpec _training;

    public LearningRateSchedule(TrainingSpec training) => _training = training;

    /// <param name="step">From 0. Steps behind the last one keep the end's rate.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < _training.WarmupSteps)
            return _training.LearningRate * (step + 1) / _training.WarmupSteps;

        step = Math.Min(step, Math.Max(_training.NumSteps, _training.WarmupSteps));
        return _training.Schedule switch
        {
            ScheduleKind.Cosine => Cosine(step),
            ScheduleKind.Constant => _training.LearningRate,
            ScheduleKind.ConstantCooldown => Cooldown(step),
            var other => throw new ArgumentOutOfRangeException(nameof(step), other, "No such schedule."),
        };
    }

    private double Cosine(long step)
    {
        var length = _training.NumSteps - _training.WarmupSteps;
        return length <= 0 ? _training.LearningRate : 0.5 * (1 + Math.Cos(Math.PI * (step - _training.WarmupSteps) / length)) * _training.LearningRate;
    }

    private double Cooldown(long step)
    {
        var start = _training.NumSteps - _training.CooldownSteps;
        if (step < start || _training.CooldownSteps == 0)
            return _training.LearningRate;
        var decay = Math.Pow(1 - ((step - start) / (double)_training.CooldownSteps), _training.CooldownPower);
        return (decay * (_training.LearningRate - _training.CooldownEndLearningRate)) + _training.CooldownEndLearningRate;
    }
}
