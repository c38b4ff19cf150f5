using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Augmentation;
using AkkaClip.Data.Images;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Text;

namespace AkkaClip.Data.Batches;

/// <summary>Makes single rows of training batches on one thread; the result depends on (seed, epoch, sample) alone.</summary>
internal sealed class RowMaker(
    ISampleSource source, ITokenizer tokenizer, AugmentationSpec augmentation, LoaderTarget target, DecodedImageCache cache) : IDisposable
{
    private readonly ImageDecoder _decoder = new();
    private readonly RgbImage _image = new();
    private readonly BicubicResizer _resizer = new();
    private readonly Augmenter _augmenter = new(augmentation.Policy, target.ImageSize);

    /// <summary>Writes the sample's crop and one of its captions.</summary>
    /// <param name="sample">Which sample, in which epoch.</param>
    /// <param name="pixels">Receives the image, [3, s, s].</param>
    /// <param name="tokens">Receives the token ids, [L].</param>
    /// <returns>Why the sample cannot be used, with its key; null: the row is made.</returns>
    public SampleProblem? Make(SamplePosition sample, Span<byte> pixels, Span<int> tokens)
    {
        if (Decode(sample.Index, out var captions) is { } problem)
            return problem;
        var crops = CounterRandom.ForSample(target.Seed, RandomPurpose.Augmentation, sample.Epoch, sample.Index);
        var plan = TrainingTransform.Plan(_image.Width, _image.Height, target.ImageSize, augmentation, crops);
        _resizer.Resize(_image, plan, target.ImageSize, pixels);
        _augmenter.Apply(pixels, crops);

        var choice = CounterRandom.ForSample(target.Seed, RandomPurpose.Caption, sample.Epoch, sample.Index);
        tokenizer.Encode(captions[choice.NextInt(captions.Length)], tokens);
        return null;
    }

    public void Dispose() => _decoder.Dispose();

    private SampleProblem? Decode(long index, out ImmutableArray<string> captions)
    {
        if (cache.Find(index) is { } cached)
        {
            _image.Set(cached.Pixels, cached.Width, cached.Height);
            captions = cached.Captions;
            return null;
        }
        var sample = source.Read(index);
        captions = sample.Captions;
        var problem = sample.Problem ?? (captions.IsEmpty
            ? new SampleProblem(SampleProblemKind.MissingCaption, "no caption")
            : _decoder.Decode(sample.Image.Span, _image));
        if (problem is not null)
            return problem with { Message = $"'{sample.Key}': {problem.Message}" };
        cache.Offer(index, _image, captions);
        return null;
    }
}
