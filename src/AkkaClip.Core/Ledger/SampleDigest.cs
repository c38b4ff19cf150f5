using AkkaClip.Core.Sampling;

namespace AkkaClip.Core.Ledger;

/// <summary>
/// Which samples were computed, in three numbers: how many, and the sum (modulo 2^64) and the exclusive or of a hash of each.
/// Digests of parts add up to that of the whole in any order, so that ranks need not agree on one.
/// </summary>
/// <remarks>
/// A sample's hash covers its place in the stream, its epoch, its index, and the seed: all that its pixels, its caption
/// and its dropped patches are a function of. A lost, doubled, exchanged or differently augmented sample shows, except by a
/// chance of 2^-64; the exclusive or alone would miss a sample that is there twice, the sum alone two changes that cancel.
/// </remarks>
public readonly record struct SampleDigest(long Count, ulong Sum, ulong Xor)
{
    public static SampleDigest operator +(SampleDigest left, SampleDigest right) => Add(left, right);

    public static SampleDigest Add(SampleDigest left, SampleDigest right) =>
        new(left.Count + right.Count, unchecked(left.Sum + right.Sum), left.Xor ^ right.Xor);

    /// <summary>Of one sample.</summary>
    /// <param name="seed">The run's: of the order and of every augmentation.</param>
    /// <param name="position">Where it stands in the stream.</param>
    /// <param name="sample">What counts there.</param>
    public static SampleDigest Of(long seed, long position, SamplePosition sample)
    {
        var hash = Mixing.Key(seed, position, sample.Epoch, sample.Index);
        return new SampleDigest(1, hash, hash);
    }
}
