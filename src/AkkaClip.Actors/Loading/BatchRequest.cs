using System.Buffers.Binary;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Actors.Loading;

/// <summary>The request for one slice of a run's sample stream: its first position (8 bytes) and its length (4), little-endian.</summary>
internal static class BatchRequest
{
    private const int NumBytes = sizeof(long) + sizeof(int);

    /// <summary>The channel of a run's batches. A node that knows the run by another configuration does not serve it.</summary>
    /// <param name="configuration">See <see cref="Checkpoints.ConfigurationHash"/>.</param>
    public static string Channel(RunId run, string configuration) => $"batches/{run.Value}/{configuration}";

    public static byte[] Write(PositionRange slice)
    {
        var bytes = new byte[NumBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, slice.Start);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(long)), slice.Count);
        return bytes;
    }

    /// <param name="maxCount">Samples of a step.</param>
    /// <exception cref="InvalidDataException">The request is none, or wants more than there can be.</exception>
    public static PositionRange Read(ReadOnlySpan<byte> bytes, int maxCount)
    {
        if (bytes.Length != NumBytes)
            throw new InvalidDataException($"a request for a batch has {NumBytes} bytes, not {bytes.Length}");
        var slice = new PositionRange(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]));
        if (slice.Start < 0 || slice.Start > long.MaxValue - maxCount || slice.Count < 1 || slice.Count > maxCount)
            throw new InvalidDataException($"there is no slice of {slice.Count} samples from position {slice.Start}: a step has {maxCount}");
        return slice;
    }
}
