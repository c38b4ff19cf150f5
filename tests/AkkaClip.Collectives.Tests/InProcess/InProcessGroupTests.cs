using AkkaClip.Collectives.InProcess;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Tests.InProcess;

public class InProcessGroupTests : CollectiveContract
{
    [Fact]
    public async Task Buffers_that_were_freed_fail_the_group_and_not_the_process()
    {
        await Together(2, member =>
        {
            var memory = member.Rank == 1 ? new FreedMemory().Memory : new float[64];
            var failure = Assert.Throws<CollectiveFailedException>(() => member.AllReduceSum(memory).Complete());
            Assert.IsType<ObjectDisposedException>(failure.InnerException);
        });
    }

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options)
    {
        var group = new InProcessGroup(worldSize, options);
        return [.. Enumerable.Range(0, worldSize).Select(group.Member)];
    }
}
