using AkkaClip.Core.Runs;
using AkkaClip.Data.Generation;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;
using AkkaClip.TestSupport;

namespace AkkaClip.Evaluation.Tests.Tasks;

/// <summary>A generated data set with a tokenizer of bytes, made once for a test class.</summary>
public sealed class GeneratedPictures : IDisposable
{
    public const int NumSamples = 416;

    private readonly string _folder = Directory.CreateTempSubdirectory("akkaclip-evaluation-").FullName;

    public GeneratedPictures()
    {
        DataSetMaker.Make(
            Path.Combine(_folder, "data"), new GenerationOptions { ImageSize = 32, NumTrain = 1, NumTestSeen = NumSamples, NumTestUnseen = 1 });
        var vocabulary = Path.Combine(_folder, "bytes.gz");
        new BpeTrainer().Train(BpeTrainer.MinSize).Write(vocabulary);
        Tokenizer = ClipTokenizer.Load(vocabulary);
        Data = RunSpecs.Data with { Paths = [Path.Combine(_folder, "data", "test-seen", "*.tar")], Vocabulary = vocabulary, Threads = 2 };
        Source = SampleSourceFactory.Open(Data);
    }

    public DataSpec Data { get; }

    public ISampleSource Source { get; }

    public ClipTokenizer Tokenizer { get; }

    /// <summary>The sample of a key.</summary>
    public EncodedSample Find(string key)
    {
        for (long i = 0; i < Source.Count; i++)
        {
            if (Source.Read(i) is { } sample && sample.Key == key)
                return sample;
        }

        throw new KeyNotFoundException(key);
    }

    public void Dispose()
    {
        Source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
