using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Leaf(aten.arange_start_step.Call(start, stop, step, dtype, default, Target(device)), requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Leaf(aten.linspace.Call(start, end, steps, dtype, default, Target(device)), requires_grad);

    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(aten.eye_m.Call(rows, columns < 0 ? rows : columns, dtype, default, Target(device)), requires_grad, names);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Created(aten.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, default, Target(device)), requires_grad, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Leaf(aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, default, Target(device)), requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(input.zeros_like(dtype, device, requires_grad), requires_grad, names);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(input.ones_like(dtype, device, requires_grad), requires_grad, names);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(input.empty_like(dtype, device, requires_grad), requires_grad, names);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Created(input.full_like(value, dtype, device, requires_grad), requires_grad, names);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        CopiedArray(rawArray, dtype, device, requires_grad, names);

    /// <summary>A one-dimensional tensor over the array's own memory, which stays pinned while the tensor lives.</summary>
    /// <param name="rawArray">An array of an element type that libtorch has.</param>
    /// <param name="dtype">The type of the result: another than the array's own makes a converted copy.</param>
    /// <param name="count">Elements; all after the offset where negative.</param>
    /// <param name="offset">The first element.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0)
            count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");

        var own = ToScalarType(rawArray.GetType().GetElementType()!);
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        var handle = Native.ts_from_blob(pin.AddrOfPinnedObject() + (nint)(offset * own.ElementSize()), &count, 1, (int)own, &Unpin, GCHandle.ToIntPtr(pin));
        if (handle == 0)
        {
            pin.Free();
            throw Native.Error();
        }
        var shared = new Tensor(handle);
        return Leaf(dtype == own ? shared : shared.to_type(dtype, disposeAfter: true), requires_grad);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(nint context) => GCHandle.FromIntPtr(context).Free();

    internal static Tensor Leaf(Tensor tensor, bool requires_grad)
    {
        if (requires_grad)
            tensor.requires_grad = true;
        return tensor;
    }

    private static Tensor Created(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are not part of this stand-in.");
        return Leaf(tensor, requires_grad);
    }

    private static Device Target(Device? device) => InitializeDevice(device);

    private static Tensor FromScalar(Scalar value, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad) =>
        Leaf(aten.full.Call(Array.Empty<long>(), value, dtype ?? own, default, Target(device)), requires_grad);

    private static Tensor Copied<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        var wanted = 1L;
        foreach (var size in dimensions)
            wanted *= size;
        if (wanted > source.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {wanted} vs. {source.Length}");
        var own = ToScalarType(typeof(T));
        var copy = empty(dimensions.ToArray(), own, CPU);
        Tensor.CopyIn(copy, source[..(int)wanted]);
        return Placed(copy, dtype, device, requires_grad, names);
    }

    private static Tensor CopiedArray(Array source, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var dimensions = new long[source.Rank];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = source.GetLongLength(i);
        var own = ToScalarType(source.GetType().GetElementType()!);
        var copy = empty(dimensions, own, CPU);
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(source), checked((int)(source.LongLength * own.ElementSize())))
            .CopyTo(copy.bytes);
        return Placed(copy, dtype, device, requires_grad, names);
    }

    private static Tensor Placed(Tensor copy, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var target = Target(device);
        if (copy.ToWillCopy(dtype ?? copy.dtype, target))
            copy = copy.to(dtype ?? copy.dtype, target, disposeAfter: true);
        return Created(copy, requires_grad, names);
    }
}
