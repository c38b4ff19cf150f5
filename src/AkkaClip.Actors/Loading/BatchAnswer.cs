using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using AkkaClip.Core.Batches;
using AkkaClip.Core.Sampling;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;

namespace AkkaClip.Actors.Loading;

/// <summary>
/// The answer to a request for a batch, whose length both ends know beforehand. Little-endian; b samples, images of edge s,
/// texts of L tokens:
/// <code>
/// 1 byte          1: a batch follows; 0: the reason why there is none, in UTF-8, to the end
/// 4 bytes         rows of it that were replaced
/// 8 bytes a kind  samples that could not be used, by <see cref="SampleProblemKind"/>, since the loader's last answer to anyone
/// 8 b             indices of the samples
/// 4 b L           token ids
/// 3 b s s         pixels
/// </code>
/// </summary>
internal static class BatchAnswer
{
    private const byte Refused = 0, Served = 1;
    private const int MaxReasonBytes = 2048;

    private static readonly ImmutableArray<SampleProblemKind> s_kinds = [.. Enum.GetValues<SampleProblemKind>()];
    private static readonly int s_headerBytes = 1 + sizeof(int) + (sizeof(long) * s_kinds.Length);

    /// <summary>Bytes of an answer with a batch.</summary>
    public static int NumBytes(int count, LoaderTarget target) => checked(NumBytesBeforePixels(count, target) + NumPixels(count, target));

    /// <summary>Room for any answer: a reason may be longer than a small batch.</summary>
    public static int MaxBytes(int count, LoaderTarget target) => Math.Max(1 + MaxReasonBytes, NumBytes(count, target));

    /// <summary>Everything but the pixels, which need no copy.</summary>
    public static byte[] WriteHead(Batch batch, IReadOnlyDictionary<SampleProblemKind, long> problems, LoaderTarget target)
    {
        var head = new byte[NumBytesBeforePixels(batch.Count, target)];
        head[0] = Served;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), batch.NumReplaced);
        for (var kind = 0; kind < s_kinds.Length; kind++)
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(1 + sizeof(int) + (sizeof(long) * kind)), problems.GetValueOrDefault(s_kinds[kind]));
        var ids = MemoryMarshal.AsBytes(batch.SampleIds.AsSpan());
        ids.CopyTo(head.AsSpan(s_headerBytes));
        MemoryMarshal.AsBytes(batch.Tokens.AsSpan()).CopyTo(head.AsSpan(s_headerBytes + ids.Length));
        return head;
    }

    /// <summary>The data cannot be used as it is at this node.</summary>
    public static byte[] WriteRefusal(string reason)
    {
        var text = Encoding.UTF8.GetBytes(reason);
        return [Refused, .. text.AsSpan(0, Math.Min(text.Length, MaxReasonBytes))];
    }

    /// <returns>The batch, and what could not be used.</returns>
    /// <exception cref="InvalidDataException">The answer is not of the length that it has to have.</exception>
    /// <exception cref="BatchRefusedException">There is no such batch at that node.</exception>
    public static (Batch Batch, ImmutableSortedDictionary<SampleProblemKind, long> Problems) Read(
        ReadOnlySpan<byte> answer, PositionRange slice, LoaderTarget target)
    {
        if (!answer.IsEmpty && answer[0] == Refused)
            throw new BatchRefusedException(Encoding.UTF8.GetString(answer[1..]));
        if (answer.Length != NumBytes(slice.Count, target) || answer[0] != Served)
            throw new InvalidDataException($"sent {answer.Length} bytes for {slice.Count} samples, which take {NumBytes(slice.Count, target)}");
        var problems = ImmutableSortedDictionary.CreateBuilder<SampleProblemKind, long>();
        for (var kind = 0; kind < s_kinds.Length; kind++)
        {
            var count = BinaryPrimitives.ReadInt64LittleEndian(answer[(1 + sizeof(int) + (sizeof(long) * kind))..]);
            if (count != 0)
                problems.Add(s_kinds[kind], count);
        }

        var ids = new long[slice.Count];
        var tokens = new int[slice.Count * target.ContextLength];
        var pixels = GC.AllocateUninitializedArray<byte>(NumPixels(slice.Count, target));
        var rest = answer[s_headerBytes..];
        rest[..(sizeof(long) * ids.Length)].CopyTo(MemoryMarshal.AsBytes(ids.AsSpan()));
        rest = rest[(sizeof(long) * ids.Length)..];
        rest[..(sizeof(int) * tokens.Length)].CopyTo(MemoryMarshal.AsBytes(tokens.AsSpan()));
        rest[(sizeof(int) * tokens.Length)..].CopyTo(pixels);
        var batch = new Batch
        {
            FirstPosition = slice.Start,
            ImageSize = target.ImageSize,
            ContextLength = target.ContextLength,
            Pixels = pixels,
            Tokens = tokens,
            SampleIds = ids,
            NumReplaced = BinaryPrimitives.ReadInt32LittleEndian(answer[1..]),
        };
        return (batch, problems.ToImmutable());
    }

    private static int NumPixels(int count, LoaderTarget target) => checked(3 * count * target.ImageSize * target.ImageSize);

    private static int NumBytesBeforePixels(int count, LoaderTarget target) =>
        checked(s_headerBytes + (count * (sizeof(long) + (sizeof(int) * target.ContextLength))));
}
