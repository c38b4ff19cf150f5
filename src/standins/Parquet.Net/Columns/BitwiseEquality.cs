using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Parquet.Columns;

/// <summary>Floating-point numbers are one entry of a dictionary if their bits are equal.</summary>
internal sealed class BitwiseEquality<T> : IEqualityComparer<T> where T : notnull
{
    public static readonly BitwiseEquality<T> Instance = new();

    public bool Equals(T? x, T? y) => Bits(x!) == Bits(y!);

    public int GetHashCode([DisallowNull] T obj) => Bits(obj).GetHashCode();

    private static long Bits(T value) => typeof(T) == typeof(double)
        ? BitConverter.DoubleToInt64Bits(Unsafe.As<T, double>(ref value))
        : BitConverter.SingleToInt32Bits(Unsafe.As<T, float>(ref value));
}
