using System.Runtime.InteropServices;
using AkkaClip.Core.Exchange;
using AkkaClip.Core.Ledger;

namespace AkkaClip.Actors.Training;

/// <summary>
/// Tells every member of a generation which samples the step's sum is made of, along with the sum: a member that dies
/// behind the reduction has its part in the sum, and the survivors can say what it was.
/// </summary>
internal sealed class DigestExchange
{
    private const int Words = 3;
    private const int Floats = Words * sizeof(ulong) / sizeof(float);

    private readonly float[] _all;
    private readonly ICollectiveOperation _gathering;

    /// <summary>Begins to gather; a few bytes that travel while the towers compute.</summary>
    /// <param name="own">Of this member's slice.</param>
    public DigestExchange(SampleDigest own, ICollective links)
    {
        // Bits of numbers in place of floats: a gather copies, and never calculates.
        var shard = MemoryMarshal.Cast<ulong, float>([(ulong)own.Count, own.Sum, own.Xor]).ToArray();
        _all = new float[links.WorldSize * Floats];
        _gathering = links.AllGather(shard, _all, [.. Enumerable.Repeat(Floats, links.WorldSize)]);
    }

    /// <summary>Waits for the digest of the whole step.</summary>
    /// <exception cref="CollectiveFailedException">A member failed.</exception>
    public SampleDigest Complete()
    {
        _gathering.Complete();
        var words = MemoryMarshal.Cast<float, ulong>(_all);
        var whole = default(SampleDigest);
        for (var rank = 0; rank < words.Length / Words; rank++)
            whole += new SampleDigest((long)words[Words * rank], words[(Words * rank) + 1], words[(Words * rank) + 2]);
        return whole;
    }
}
