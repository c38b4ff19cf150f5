using System.Buffers.Binary;

// The genuine package has it in this namespace.
namespace Parquet.File.Values.Primitives;

/// <summary>A span of time in three parts that do not convert into each other.</summary>
public struct Interval
{
    public const int BinarySize = 12;

    public Interval(int months, int days, int millis)
    {
        Months = months;
        Days = days;
        Millis = millis;
    }

    public int Months { get; set; }

    public int Days { get; set; }

    public int Millis { get; set; }

    public byte[] GetBytes()
    {
        var bytes = new byte[BinarySize];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Months);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Days);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Millis);
        return bytes;
    }

    public override string ToString() => $"{Months}m {Days}d {Millis}ms";
}
