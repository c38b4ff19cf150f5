namespace AkkaClip.Data.Batches;

/// <summary>The arrays of one batch.</summary>
/// <param name="Pixels">[b, 3, s, s].</param>
/// <param name="Tokens">[b, L].</param>
/// <param name="SampleIds">[b].</param>
internal sealed record BatchBuffers(byte[] Pixels, int[] Tokens, long[] SampleIds)
{
    public static BatchBuffers Allocate(int count, LoaderTarget target) => new(
        GC.AllocateUninitializedArray<byte>(checked(count * 3 * target.ImageSize * target.ImageSize)),
        new int[count * target.ContextLength],
        new long[count]);
}
