using System.Diagnostics;
using System.Globalization;
using AkkaClip.Actors.Loading;
using AkkaClip.Benchmarks.Collectives;
using AkkaClip.Collectives.Bulk;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.TestSupport;

namespace AkkaClip.Benchmarks.Loaders;

/// <summary>
/// Batches through one loader node, a process of its own on this machine, beside those of a loader in the trainer's process:
/// of real photos, where making them is the bound, and of one that is ready, where the way is.
/// </summary>
public static class LoaderNodeBenchmark
{
    private const int ImageSize = 224;
    private const int BatchSize = 48;
    private const int Ahead = 3;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(5);
    private static readonly BatchPlan s_plan = new(BatchSize);

    private static LoaderTarget Target { get; } = new() { ImageSize = ImageSize, ContextLength = 77, GlobalBatch = BatchSize, Seed = 1 };

    /// <summary>Without arguments: all of it. The arguments of the other process are this class's affair.</summary>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (arguments)
        {
            case []:
                Compare(output);
                break;
            case ["node", var kind, var link]:
                using (var loader = Open(kind))
                    LoaderProcess.Serve(loader, Target, link == "unix");
                break;
            default:
                throw new UserErrorException("loaders takes no arguments.");
        }
    }

    private static void Compare(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cores: {Environment.ProcessorCount}; batches of {BatchSize} at {ImageSize}, {BatchAnswer.NumBytes(BatchSize, Target) / 1e6:F1} MB, {Ahead} ahead"));
        output.WriteLine("batches  from               batches/s  samples/s    MB/s  core-ms a batch here");
        string[] kinds = Directory.Exists(Photos) ? ["photos", "ready"] : ["ready"];
        foreach (var kind in kinds)
        {
            using (var own = Open(kind))
                Measure(own, kind, "this process", output);
            foreach (var link in new[] { "unix", "tcp" })
            {
                using var node = Worker.Of("loaders", "node", kind, link);
                var directory = new LoaderDirectory();
                directory.Set(LoaderProcess.Configuration, [new LoaderAddress("node", node.ReadLine())]);
                using var client = new BulkClient(LoaderProcess.Options(unix: true));
                var options = new PullOptions(LoaderProcess.Run, Target, Ahead, TimeSpan.FromMinutes(1), Waits: true);
                using var pulled = new PulledBatches(options, client, directory, Console.Error.WriteLine, TimeProvider.System);
                Measure(pulled, kind, $"a node, {link}", output);
            }
        }

        if (kinds.Length == 1)
            output.WriteLine($"no photos at {Photos} (set AKKACLIP_TEST_DATA)");
    }

    private static void Measure(IBatchLoader loader, string kind, string from, TextWriter output)
    {
        var step = 0L;
        void Take()
        {
            var batch = loader.LoadAsync(s_plan.Step(step));
            loader.Expect([.. Enumerable.Range(1, Ahead).Select(ahead => s_plan.Step(step + ahead))]);
            loader.Recycle(batch.GetAwaiter().GetResult());
            step++;
        }

        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_duration / 3;)
            Take(); // the compiler's faster code is ready, and what is to be ahead is ahead
        var (begin, before, first) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, step);
        while (Stopwatch.GetElapsedTime(begin) < s_duration)
            Take();
        var rate = (step - first) / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var core = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (step - first);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-7}  {from,-17}  {rate,9:F1}  {rate * BatchSize,9:F0}  {rate * BatchAnswer.NumBytes(BatchSize, Target) / 1e6,6:F0}  {core,8:F1}"));
    }

    private static IBatchLoader Open(string kind) => kind == "ready"
        ? new ReadyBatches(Target)
        : new BatchLoader(SampleSourceFactory.Open(LoaderBenchmark.Spec(DataFormat.Folder, Photos)), new LoaderBenchmark.LetterTokenizer(), LoaderBenchmark.Spec(DataFormat.Folder, ""), Target);

    /// <summary>One folder up from the photos, each has a class, and so a caption.</summary>
    private static string Photos => Path.Combine(TestData.Root, "captions");
}
