using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaClip.Data.Images;

namespace AkkaClip.Data.Batches;

/// <summary>Keeps decoded pictures of a small data set in memory, up to a budget; what came first stays. Thread-safe.</summary>
internal sealed class DecodedImageCache(long budgetBytes)
{
    private readonly ConcurrentDictionary<long, DecodedSample> _samples = [];
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public DecodedSample? Find(long index) => budgetBytes > 0 && _samples.TryGetValue(index, out var sample) ? sample : null;

    /// <summary>Keeps a copy of the picture if there is room.</summary>
    public void Offer(long index, RgbImage image, ImmutableArray<string> captions)
    {
        var bytes = image.Pixels.Length;
        if (Interlocked.Add(ref _bytes, bytes) > budgetBytes
            || !_samples.TryAdd(index, new DecodedSample(image.Pixels.ToArray(), image.Width, image.Height, captions)))
            Interlocked.Add(ref _bytes, -bytes);
    }
}
