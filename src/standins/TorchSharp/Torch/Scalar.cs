using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number or truth value that an operator takes beside tensors.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(ValueKind kind, long bits)
    {
        Kind = kind;
        Bits = bits;
    }

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    public torch.ScalarType Type => Kind switch
    {
        ValueKind.Bool => torch.ScalarType.Bool,
        ValueKind.Int => torch.ScalarType.Int64,
        _ => torch.ScalarType.Float64,
    };

    public static implicit operator Scalar(byte value) => OfInteger(value);

    public static implicit operator Scalar(sbyte value) => OfInteger(value);

    public static implicit operator Scalar(short value) => OfInteger(value);

    public static implicit operator Scalar(int value) => OfInteger(value);

    public static implicit operator Scalar(long value) => OfInteger(value);

    public static implicit operator Scalar(Half value) => OfNumber((double)value);

    public static implicit operator Scalar(BFloat16 value) => OfNumber(value.ToSingle());

    public static implicit operator Scalar(float value) => OfNumber(value);

    public static implicit operator Scalar(double value) => OfNumber(value);

    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    /// <summary>Nothing is held; the genuine class is disposable, so callers may dispose.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    internal static Scalar From(NativeValue value) => new(value.Kind, value.Bits);

    internal double AsDouble => Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => Kind == ValueKind.Double ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    private static Scalar OfInteger(long value) => new(ValueKind.Int, value);

    private static Scalar OfNumber(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));
}
