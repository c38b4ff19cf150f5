using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator. Everything that an operator takes converts to it, so that calls read like the operator's schema.</summary>
/// <remarks><c>default</c> leaves the argument to the operator's own default; a null reference is None.</remarks>
internal readonly struct Argument
{
    private Argument(ValueKind kind, long bits = 0, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    public ValueKind Kind { get; }

    public long Bits { get; }

    public object? Reference { get; }

    /// <summary>A list of one integer, where an operator wants a list.</summary>
    public static Argument One(long value) => new(ValueKind.IntOne, value);

    public static implicit operator Argument(Tensor? value) =>
        value is null ? new(ValueKind.None) : new(ValueKind.Tensor, value.Handle, value);

    public static implicit operator Argument(long value) => new(ValueKind.Int, value);

    public static implicit operator Argument(long? value) => value is { } given ? (Argument)given : new(ValueKind.None);

    public static implicit operator Argument(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(double? value) => value is { } given ? (Argument)given : new(ValueKind.None);

    public static implicit operator Argument(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Argument(Scalar? value) => value is null ? new(ValueKind.None) : new(value.Kind, value.Bits);

    public static implicit operator Argument(ScalarType value) => new(ValueKind.Int, (long)value);

    public static implicit operator Argument(ScalarType? value) => value is { } given ? (Argument)given : new(ValueKind.None);

    public static implicit operator Argument(long[]? value) => value is null ? new(ValueKind.None) : new(ValueKind.IntList, 0, value);

    public static implicit operator Argument(double[]? value) => value is null ? new(ValueKind.None) : new(ValueKind.DoubleList, 0, value);

    public static implicit operator Argument(Tensor?[]? value) => value is null ? new(ValueKind.None) : new(ValueKind.TensorList, 0, value);

    public static implicit operator Argument(string? value) => value is null ? new(ValueKind.None) : new(ValueKind.String, 0, value);

    public static implicit operator Argument(Device? value) =>
        value is null ? new(ValueKind.None) : new(ValueKind.Device, (uint)value.type | ((long)value.index << 32));

    public static implicit operator Argument(Generator? value) =>
        value is null ? new(ValueKind.None) : new(ValueKind.Generator, value.Handle, value);
}
