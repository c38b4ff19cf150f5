using AkkaClip.Collectives.Links;
using AkkaClip.Collectives.Sockets;
using AkkaClip.Core.Membership;

namespace AkkaClip.Collectives.Tests.Sockets;

/// <summary>Rank 1 of two in a process of its own: says where it listens, reads where rank 0 does, and sums for ever.</summary>
internal static class ChildMember
{
    public const int Length = 1_000_000;

    public static Generation Generation { get; } = Generation.Of(new RunId("run"), 1, 0, [SocketCluster.Trainer(0), SocketCluster.Trainer(1)]);

    public static DataPlaneOptions Options(bool unix) => TestNodes.Options with { UnixSocket = unix, SilenceLimit = TimeSpan.FromSeconds(1) };

    public static void Main(string[] arguments)
    {
        using var listener = new DataPlaneListener(Options(arguments is ["unix"]));
        Console.WriteLine(listener.Endpoint);
        var endpoints = new Dictionary<TrainerId, DataPlaneEndpoint>
        {
            [SocketCluster.Trainer(0)] = DataPlaneEndpoint.Parse(Console.ReadLine()!),
            [SocketCluster.Trainer(1)] = listener.Endpoint,
        };
        using var member = SocketGroup.Join(Generation, SocketCluster.Trainer(1), endpoints, listener, new SocketGroupOptions());
        var buffer = new float[Length];
        while (true)
        {
            Array.Fill(buffer, 1);
            member.AllReduceSum(buffer).Complete();
        }
    }
}
