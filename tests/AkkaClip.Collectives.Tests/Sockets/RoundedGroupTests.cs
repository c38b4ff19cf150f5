using AkkaClip.Collectives.Sockets;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Bfloat16 on the wire: every term and the sum are rounded, in between it is fp32; small chunks, two streams.</summary>
public sealed class RoundedGroupTests : CollectiveContract, IDisposable
{
    private readonly SocketCluster _cluster = new(TestNodes.Options);

    protected override float Sum(float[] terms, int index, int length) =>
        terms.Length == 1 || length < 2 ? terms.Aggregate((sum, term) => sum + term) : Rounded(terms.Select(Rounded).Aggregate((sum, term) => sum + term));

    protected override bool LeavingComesLast => false;

    public void Dispose() => _cluster.Dispose();

    protected override ICollectiveMember[] Connect(int worldSize, CollectiveOptions options) => _cluster.Connect(
        worldSize, new SocketGroupOptions { Common = options, GradientWire = WireFormat.Bfloat16, MinRoundedFloats = 2, ChunkBytes = 16 * 1024, StreamsPerPeer = 2 });

    /// <summary>To the nearest multiple of the last of 8 bits, ties to even.</summary>
    internal static float Rounded(float value)
    {
        if (value == 0)
            return 0;
        var step = Math.ScaleB(1, Math.ILogB(value) - 7);
        return (float)(Math.Round(value / step, MidpointRounding.ToEven) * step);
    }
}
