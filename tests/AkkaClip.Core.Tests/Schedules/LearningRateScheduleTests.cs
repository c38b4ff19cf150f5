using AkkaClip.Core.Runs;
using AkkaClip.Core.Schedules;
using AkkaClip.TestSupport;

namespace AkkaClip.Core.Tests.Schedules;

public class LearningRateScheduleTests
{
    private static readonly TrainingSpec s_training = RunSpecs.Training with { LearningRate = 2, NumSteps = 100, WarmupSteps = 20 };

    [Fact]
    public void Warm_up_is_linear_and_reaches_the_peak_on_its_last_step()
    {
        foreach (var kind in Enum.GetValues<ScheduleKind>())
        {
            var schedule = new LearningRateSchedule(s_training with { Schedule = kind, CooldownSteps = 10 });
            for (var step = 0; step < 20; step++)
                Assert.Equal(2.0 * (step + 1) / 20, schedule.At(step), 1e-15);
        }
    }

    [Fact]
    public void Cosine_falls_from_the_peak_to_zero()
    {
        var schedule = new LearningRateSchedule(s_training with { Schedule = ScheduleKind.Cosine });
        Assert.Equal(2, schedule.At(20));
        Assert.Equal(1, schedule.At(60), 1e-12);
        Assert.Equal(0.5 * (1 + Math.Sqrt(0.5)) * 2, schedule.At(40), 1e-12);
        Assert.Equal(0.5 * (1 + Math.Cos(Math.PI * 79 / 80)) * 2, schedule.At(99), 1e-12);
        Assert.Equal(0, schedule.At(100), 1e-12);
        Assert.Equal(0, schedule.At(5000), 1e-12);
    }

    [Fact]
    public void Constant_stays_at_the_peak()
    {
        var schedule = new LearningRateSchedule(s_training with { Schedule = ScheduleKind.Constant });
        Assert.All(Enumerable.Range(20, 200), step => Assert.Equal(2, schedule.At(step)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.5)]
    public void Cooldown_falls_polynomially_to_the_end_rate(double power)
    {
        var schedule = new LearningRateSchedule(s_training with
        {
            Schedule = ScheduleKind.ConstantCooldown,
            CooldownSteps = 40,
            CooldownPower = power,
            CooldownEndLearningRate = 0.25,
        });
        Assert.Equal(2, schedule.At(59));
        for (var e = 0; e <= 40; e++)
            Assert.Equal((Math.Pow(1 - (e / 40.0), power) * 1.75) + 0.25, schedule.At(60 + e), 1e-12);
        Assert.Equal(0.25, schedule.At(1000), 1e-12);
    }

    [Fact]
    public void Without_cooldown_steps_the_rate_stays_at_the_peak()
    {
        var schedule = new LearningRateSchedule(s_training with { Schedule = ScheduleKind.ConstantCooldown, CooldownSteps = 0 });
        Assert.Equal(2, schedule.At(99));
    }

    [Fact]
    public void Without_warm_up_the_first_step_has_the_peak()
    {
        Assert.Equal(2, new LearningRateSchedule(s_training with { WarmupSteps = 0 }).At(0));
    }

    [Fact]
    public void A_run_that_ends_in_its_warm_up_never_divides_by_zero()
    {
        var schedule = new LearningRateSchedule(s_training with { NumSteps = 20 });
        Assert.Equal(2, schedule.At(19));
        Assert.Equal(2, schedule.At(20));
    }
}
