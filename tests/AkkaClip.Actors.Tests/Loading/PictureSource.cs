using AkkaClip.Core.Batches;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.TestSupport;

namespace AkkaClip.Actors.Tests.Loading;

/// <summary>A few generated pictures in a tar, some of which count as damaged, and loaders of them as nodes have them: each its own.</summary>
public sealed class PictureSource : IDisposable
{
    public const int NumSamples = 24;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkaclip-test-");

    public PictureSource()
    {
        var options = new GenerationOptions { ImageSize = 16, NumTrain = NumSamples, NumTestSeen = 1, NumTestUnseen = 1 };
        DataSetMaker.Make(_folder.FullName, options);
    }

    public static LoaderTarget Target { get; } = new() { ImageSize = 12, ContextLength = 5, GlobalBatch = 7, Seed = 3 };

    public DataSpec Spec => RunSpecs.Data with
    {
        Paths = [Path.Combine(_folder.FullName, "train", "*.tar")],
        CaptionFields = [],
        Threads = 2,
        MaxReplacedShare = 1,
        ShuffleBlockSamples = 4,
        ShuffleWindowBlocks = 4,
    };

    /// <param name="maxReplacedShare">Of damaged pictures.</param>
    public IBatchLoader CreateLoader(double maxReplacedShare = 1) => new OwningLoader(Spec with { MaxReplacedShare = maxReplacedShare });

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class OwningLoader : IBatchLoader
    {
        private static readonly Dictionary<long, SampleProblemKind> s_damaged = new()
        {
            [3] = SampleProblemKind.TruncatedImage, [8] = SampleProblemKind.MissingCaption, [20] = SampleProblemKind.TruncatedImage,
        };

        private readonly Damaged _source;
        private readonly BatchLoader _loader;

        public OwningLoader(DataSpec spec)
        {
            _source = new Damaged(SampleSourceFactory.Open(spec), s_damaged);
            _loader = new BatchLoader(_source, new Letters(), spec, Target);
        }

        public LoaderStatistics Statistics => _loader.Statistics;

        public Task<Batch> LoadAsync(PositionRange slice, CancellationToken cancellation = default) => _loader.LoadAsync(slice, cancellation);

        public void Expect(IReadOnlyList<PositionRange> upcoming) => _loader.Expect(upcoming);

        public void Recycle(Batch batch) => _loader.Recycle(batch);

        public void Dispose()
        {
            _loader.Dispose();
            _source.Dispose();
        }
    }

    private sealed class Damaged(ISampleSource source, Dictionary<long, SampleProblemKind> damaged) : ISampleSource
    {
        public long Count => source.Count;

        public string Description => source.Description;

        public SourceReport Report => source.Report;

        public EncodedSample Read(long index) => damaged.TryGetValue(index, out var kind)
            ? source.Read(index) with { Problem = new SampleProblem(kind, "damaged") }
            : source.Read(index);

        public void Dispose() => source.Dispose();
    }

    /// <summary>The first letters of a caption are its tokens.</summary>
    private sealed class Letters : ITokenizer
    {
        public int VocabularySize => 66_000;

        public int StartToken => 65_998;

        public int EndToken => 65_999;

        public void Encode(ReadOnlySpan<char> text, Span<int> ids)
        {
            for (var i = 0; i < ids.Length; i++)
                ids[i] = i == 0 ? StartToken : i == ids.Length - 1 ? EndToken : text[^i];
        }
    }
}
