using System.Diagnostics;
using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>The peer is a process, and ends, or stops, as processes do.</summary>
public sealed class KilledProcessTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("KILL", true)]
    [InlineData("KILL", false)]
    [InlineData("STOP", true)]
    [InlineData("STOP", false)]
    public async Task A_peer_that_is_killed_or_stopped_fails_the_sum_by_name(string signal, bool unix)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(ChildMember).Assembly.Location, unix ? "unix" : "tcp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var listener = new DataPlaneListener(ChildMember.Options(unix));
            var endpoint = DataPlaneEndpoint.Parse((await child.StandardOutput.ReadLineAsync().WaitAsync(s_hang))!);
            await child.StandardInput.WriteLineAsync(listener.Endpoint.ToString());
            using var member = SocketGroup.Join(
                ChildMember.Generation, SocketCluster.Trainer(0),
                new Dictionary<Core.Membership.TrainerId, DataPlaneEndpoint> { [SocketCluster.Trainer(0)] = listener.Endpoint, [SocketCluster.Trainer(1)] = endpoint }, listener, new SocketGroupOptions());

            await Task.Run(() => Sum(member)).WaitAsync(s_hang);
            using (var kill = Process.Start("kill", [$"-{signal}", $"{child.Id}"]))
                await kill.WaitForExitAsync().WaitAsync(s_hang);
            var failure = await Assert.ThrowsAsync<CollectiveFailedException>(() => Task.Run(() => SumForEver(member)).WaitAsync(s_hang));
            Assert.Equal(1, failure.PeerRank);
        }
        finally
        {
            child.Kill();
        }
    }

    private static void SumForEver(ICollectiveMember member)
    {
        while (true)
            Sum(member);
    }

    private static void Sum(ICollectiveMember member)
    {
        var buffer = new float[ChildMember.Length];
        Array.Fill(buffer, 2);
        member.AllReduceSum(buffer).Complete();
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept(3f));
    }
}
