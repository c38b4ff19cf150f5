using AkkaClip.Actors.Loading;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Collectives.Links;
using AkkaClip.Core.Membership;
using AkkaClip.Data.Batches;

namespace AkkaClip.Benchmarks.Loaders;

/// <summary>A loader node without a cluster around it: says where it listens, and serves until its input ends.</summary>
internal static class LoaderProcess
{
    public const string Configuration = "benchmark";

    public static RunId Run { get; } = new("benchmark");

    public static DataPlaneOptions Options(bool unix) => new()
    {
        Secret = "the benchmark's own secret"u8.ToArray(), UnixSocket = unix, Warn = Console.Error.WriteLine,
    };

    public static void Serve(IBatchLoader loader, LoaderTarget target, bool unix)
    {
        using var listener = new DataPlaneListener(Options(unix));
        using var server = new BulkServer(listener);
        server.Register(BatchRequest.Channel(Run, Configuration), new BatchChannel(loader, target, new ByteBudget(1L << 30)).Serve);
        Console.WriteLine(listener.Endpoint);
        while (Console.ReadLine() is not null)
        {
            // The benchmark says nothing; its end is the end.
        }
    }
}
