using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Tests.InProcess;

public class InProcessHubTests
{
    private static readonly RunId s_run = new("run");
    private static readonly TrainerId s_a = new("a");
    private static readonly TrainerId s_b = new("b");
    private readonly InProcessHub _hub = new(new CollectiveOptions());

    [Fact]
    public void Trainers_of_a_generation_meet_in_one_group()
    {
        using var a = _hub.Join(Of(1), s_a);
        using var b = _hub.Join(Of(1), s_b);
        Assert.Equal((0, 1, 2, 2), (a.Rank, b.Rank, a.WorldSize, b.WorldSize));

        float[] first = [1], second = [2];
        var pending = a.AllReduceSum(first);
        b.AllReduceSum(second).Complete();
        pending.Complete();
        Assert.Equal((3, 3), (first[0], second[0]));
    }

    [Fact]
    public void A_new_generation_ends_the_old_one()
    {
        var old = _hub.Join(Of(1), s_a);
        var pending = old.AllReduceSum(new float[1]);
        _hub.Join(Of(2), s_b);
        Assert.Contains("generation 1 is over", Assert.Throws<CollectiveFailedException>(pending.Complete).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _hub.Join(Of(1), s_b));
    }

    [Fact]
    public void Leaving_an_old_generation_does_not_touch_the_new_one()
    {
        var old = _hub.Join(Of(1), s_a);
        var a = _hub.Join(Of(2), s_a);
        var b = _hub.Join(Of(2), s_b);
        old.Dispose();
        var pending = a.AllReduceSum(new float[1]);
        b.AllReduceSum(new float[1]).Complete();
        pending.Complete();
    }

    [Fact]
    public void Strangers_and_those_who_have_joined_are_refused()
    {
        _hub.Join(Of(1), s_a);
        Assert.Throws<InvalidOperationException>(() => _hub.Join(Of(1), s_a));
        Assert.Throws<InvalidOperationException>(() => _hub.Join(Of(1), new TrainerId("c")));
        Assert.Throws<InvalidOperationException>(() => _hub.Join(Generation.Of(s_run, 1, 0, [s_b]), s_b));
    }

    [Fact]
    public void Runs_do_not_touch_each_other_and_one_that_is_removed_fails()
    {
        var mine = _hub.Join(Of(1), s_a);
        var other = _hub.Join(Generation.Of(new RunId("other"), 9, 0, [s_a]), s_a);
        _hub.Remove(s_run);
        other.AllReduceSum(new float[1]).Complete();
        Assert.Throws<CollectiveFailedException>(() => mine.AllReduceSum(new float[1]));
    }

    private static Generation Of(int number) => Generation.Of(s_run, number, 0, [s_a, s_b]);
}
