using System.Buffers;
using System.Numerics;

namespace Parquet.Encodings;

/// <summary>Writes levels and dictionary indices: runs of eight and more equal numbers as runs, all others packed.</summary>
internal static class RleHybridWriter
{
    public static int Width(int largest) => 32 - BitOperations.LeadingZeroCount((uint)largest);

    public static void Write(ReadOnlySpan<int> numbers, int width, IBufferWriter<byte> output)
    {
        var packedFrom = 0;
        for (var at = 0; at < numbers.Length;)
        {
            var run = Run(numbers[at..]);
            // Packed groups are of eight, so a run gives them what they lack.
            var lacking = -(at - packedFrom) & 7;
            if (run - lacking >= 8)
            {
                at += lacking;
                Pack(numbers[packedFrom..at], width, output);
                WriteRun(numbers[at], run - lacking, width, output);
                at += run - lacking;
                packedFrom = at;
            }
            else
            {
                at += run;
            }
        }
        Pack(numbers[packedFrom..], width, output);
    }

    private static int Run(ReadOnlySpan<int> numbers)
    {
        var differs = numbers.IndexOfAnyExcept(numbers[0]);
        return differs < 0 ? numbers.Length : differs;
    }

    private static void WriteRun(int value, int count, int width, IBufferWriter<byte> output)
    {
        DeltaBinaryPacked.WriteVarint(output, (ulong)count << 1);
        var bytes = (width + 7) / 8;
        var span = output.GetSpan(4);
        for (var i = 0; i < bytes; i++)
            span[i] = (byte)(value >> 8 * i);
        output.Advance(bytes);
    }

    private static void Pack(ReadOnlySpan<int> numbers, int width, IBufferWriter<byte> output)
    {
        if (numbers.IsEmpty)
            return;
        var groups = (numbers.Length + 7) / 8;
        DeltaBinaryPacked.WriteVarint(output, (ulong)groups << 1 | 1);
        var bytes = output.GetSpan(groups * width + 8)[..(groups * width)];
        var at = 0;
        ulong pending = 0;
        var bits = 0;
        for (var i = 0; i < groups * 8; i++)
        {
            pending |= (i < numbers.Length ? (ulong)(uint)numbers[i] : 0) << bits;
            for (bits += width; bits >= 8; bits -= 8, pending >>= 8)
                bytes[at++] = (byte)pending;
        }
        output.Advance(groups * width);
    }
}
