using System.Security.Cryptography;

namespace AkkaClip.Collectives.Snapshots;

/// <summary>What a state consists of: blocks, cut into stripes, each with its SHA-256.</summary>
internal sealed record SnapshotManifest(long[] BlockLengths, int StripeBytes, byte[] Hashes)
{
    /// <summary>One request: long enough that several peers' requests fill a network, short enough that a lost one costs little.</summary>
    public const int DefaultStripeBytes = 4 * 1024 * 1024;

    /// <summary>Hashes of this many stripes are taken; beyond the largest state.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Block, start in it, and length of every stripe, in order.</summary>
    public IEnumerable<Stripe> Stripes()
    {
        var index = 0;
        for (var block = 0; block < BlockLengths.Length; block++)
        {
            for (var start = 0L; start < BlockLengths[block]; start += StripeBytes)
                yield return new Stripe(index++, block, (int)start, (int)Math.Min(StripeBytes, BlockLengths[block] - start));
        }
    }

    public static SnapshotManifest Of(IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        var empty = new SnapshotManifest([.. blocks.Select(block => (long)block.Length)], DefaultStripeBytes, []);
        return empty with { Hashes = [.. empty.Stripes().SelectMany(stripe => SHA256.HashData(blocks[stripe.Block].Span.Slice(stripe.Start, stripe.Length)))] };
    }

    public bool Fits(in Stripe stripe, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return hash.SequenceEqual(Hashes.AsSpan(stripe.Index * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes));
    }

    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(StripeBytes);
        writer.Write(BlockLengths.Length);
        foreach (var length in BlockLengths)
            writer.Write(length);
        writer.Write(Hashes);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no manifest.</exception>
    public static SnapshotManifest Parse(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var stripeBytes = reader.ReadInt32();
            var numBlocks = reader.ReadInt32();
            if (stripeBytes < 1 || numBlocks < 0 || numBlocks > bytes.Length / sizeof(long))
                throw new InvalidDataException($"The manifest speaks of {numBlocks} blocks in stripes of {stripeBytes} bytes.");
            var lengths = new long[numBlocks];
            for (var block = 0; block < numBlocks; block++)
            {
                lengths[block] = reader.ReadInt64();
                if (lengths[block] is < 0 or > int.MaxValue)
                    throw new InvalidDataException($"The manifest speaks of a block of {lengths[block]} bytes.");
            }
            var numStripes = lengths.Sum(length => (length + stripeBytes - 1) / stripeBytes);
            var hashes = bytes[(int)reader.BaseStream.Position..];
            return hashes.Length == numStripes * SHA256.HashSizeInBytes
                ? new SnapshotManifest(lengths, stripeBytes, hashes)
                : throw new InvalidDataException($"The manifest has {hashes.Length} bytes of hashes for {numStripes} stripes.");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"The manifest of {bytes.Length} bytes ends too early.", e);
        }
    }
}
