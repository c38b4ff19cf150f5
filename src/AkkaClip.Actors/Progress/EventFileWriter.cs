using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using AkkaClip.Core.Checksums;

namespace AkkaClip.Actors.Progress;

/// <summary>Appends scalars to one TensorBoard event file.</summary>
/// <remarks>
/// A file is a sequence of TFRecords: the length (uint64), its masked CRC-32C, the payload, its masked CRC-32C, all
/// little-endian. The payload is a protocol-buffer <c>Event</c>: wall_time (1, double), step (2, int64),
/// file_version (3, string) or summary (5), which repeats value (1): tag (1, string), simple_value (2, float).
/// </remarks>
public sealed class EventFileWriter : IDisposable
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    private readonly FileStream _file;
    private readonly TimeProvider _time;

    /// <exception cref="IOException">The file cannot be created.</exception>
    public EventFileWriter(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        _file = CreateUnused(folder, time.GetUtcNow().ToUnixTimeSeconds());
        Append([.. Double(1, WallTime()), .. Text(3, "brain.Event:2")]);
    }

    /// <summary>Where the events go.</summary>
    public string Path => _file.Name;

    /// <summary>Writes the scalars of one step and hands them to the operating system.</summary>
    public void Write(long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        var values = new List<byte>();
        foreach (var (tag, value) in scalars)
            values.AddRange(Embedded(1, [.. Text(1, tag), .. Float(2, (float)value)]));
        Append([.. Double(1, WallTime()), .. Integer(2, step), .. Embedded(5, [.. values])]);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>CRC-32C, rotated and offset so that a checksum of data that holds checksums stays a good one.</summary>
    internal static uint MaskedCrc32C(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C.Compute(bytes), 15) + 0xa282ead8u;

    /// <summary>A run that is resumed within the second its first part began gets a file of its own.</summary>
    private static FileStream CreateUnused(string folder, long seconds)
    {
        for (var attempt = 0; ; attempt++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.akkaclip.{Environment.ProcessId}.{attempt}");
            var path = System.IO.Path.Combine(folder, name);
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }

    private double WallTime() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private void Append(byte[] payload)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc32C(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc32C(payload));
        _file.Write([.. header, .. payload, .. footer]);
    }

    private static byte[] Text(int field, string value) => Embedded(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Embedded(int field, byte[] content) => [Key(field, Bytes), .. Base128((ulong)content.Length), .. content];

    private static byte[] Integer(int field, long value) => [Key(field, Varint), .. Base128((ulong)value)];

    private static byte[] Double(int field, double value)
    {
        var bytes = new byte[9];
        bytes[0] = Key(field, Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Float(int field, float value)
    {
        var bytes = new byte[5];
        bytes[0] = Key(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte Key(int field, int wireType) => (byte)((field << 3) | wireType);

    private static List<byte> Base128(ulong value)
    {
        var bytes = new List<byte>(10);
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
