using AkkaClip.Collectives.InProcess;

namespace AkkaClip.Collectives.Tests.InProcess;

public class InProcessGroupWithHelpersTests : CollectiveContract
{
    [Fact]
    public void Helpers_finish_what_nobody_waits_for()
    {
        var buffers = new[] { new float[100_000], new float[100_000] };
        Array.ForEach(buffers, buffer => Array.Fill(buffer, 1));
        foreach (var member in Connect(2, new CollectiveOptions()))
            member.AllReduceSum(buffers[member.Rank]);

        Assert.True(SpinWait.SpinUntil(() => buffers.All(buffer => buffer.All(value => value == 2)), TimeSpan.FromSeconds(60)));
    }

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options)
    {
        var group = new InProcessGroup(worldSize, options with { HelperThreads = 2 });
        return [.. Enumerable.Range(0, worldSize).Select(group.Member)];
    }
}
