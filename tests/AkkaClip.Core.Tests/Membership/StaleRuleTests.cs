using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Tests.Membership;

public class StaleRuleTests
{
    [Theory]
    [InlineData(3, 10, Staleness.Current)]
    [InlineData(3, 9, Staleness.Stale)]
    [InlineData(3, 11, Staleness.Ahead)]
    [InlineData(2, 10, Staleness.Stale)]
    [InlineData(2, 11, Staleness.Stale)]
    [InlineData(4, 10, Staleness.Ahead)]
    [InlineData(4, 9, Staleness.Ahead)]
    public void The_generation_decides_before_the_step(int generation, long step, Staleness expected)
    {
        var current = new StepStamp(new RunId("run"), 3, 10);
        Assert.Equal(expected, StaleRule.Judge(new StepStamp(new RunId("run"), generation, step), current));
        Assert.Equal(Staleness.Foreign, StaleRule.Judge(new StepStamp(new RunId("other"), generation, step), current));
    }
}
