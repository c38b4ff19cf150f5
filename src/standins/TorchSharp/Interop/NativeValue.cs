using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What a <see cref="NativeValue"/> holds; mirrors <c>ts::Kind</c> in native/shim.h.</summary>
internal enum ValueKind
{
    Default = 0,
    None = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    IntList = 6,
    TensorList = 7,
    DoubleList = 8,
    String = 9,
    Device = 10,
    Generator = 11,
    IntOne = 12,
}

/// <summary>An argument or a result of an operator as the native side reads it; mirrors <c>ts::Value</c> in native/shim.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueKind Kind;
    public int Count;
    public long Bits;

    public readonly double AsDouble => BitConverter.Int64BitsToDouble(Bits);

    public readonly nint AsPointer => (nint)Bits;
}
