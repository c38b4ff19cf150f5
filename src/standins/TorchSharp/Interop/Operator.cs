using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An ATen operator, found in libtorch's dispatcher by name when it is first called.</summary>
/// <remarks>
/// A call allocates nothing but its results: arguments lie on the stack in the native layout, lists are copied beside them.
/// Arguments after the last one given take the operator's defaults.
/// </remarks>
internal sealed unsafe class Operator(string name)
{
    private const int StackArguments = 24;
    private const int StackBytes = 512;

    private nint _handle;

    /// <summary>Calls and returns the only result.</summary>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return new Tensor((nint)result.Bits);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that very object.</summary>
    public Tensor InPlace(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return (Tensor)arguments[0].Reference!;
    }

    public void Run(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, null, 0);

    public (Tensor First, Tensor Second) CallTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits));
    }

    public (Tensor First, Tensor Second, Tensor Third) CallThree(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (new Tensor((nint)results[0].Bits), new Tensor((nint)results[1].Bits), new Tensor((nint)results[2].Bits));
    }

    public Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        var handles = new ReadOnlySpan<nint>((void*)result.Bits, result.Count);
        var tensors = new Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(handles[i]);
        Native.ts_free(result.AsPointer);
        return tensors;
    }

    /// <summary>Calls and returns a number or truth value.</summary>
    public NativeValue CallValue(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result;
    }

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var handle = _handle != 0 ? _handle : Find();
        if (arguments.Length > StackArguments)
            throw new ArgumentException($"{name}: {arguments.Length} arguments; at most {StackArguments} are supported.");

        var native = stackalloc NativeValue[StackArguments];
        var scratch = stackalloc byte[StackBytes];
        var used = 0;
        List<nint>? spilled = null;
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                ref readonly var argument = ref arguments[i];
                native[i].Kind = argument.Kind;
                native[i].Count = 0;
                native[i].Bits = argument.Bits;
                if (argument.Kind is ValueKind.IntList or ValueKind.TensorList or ValueKind.DoubleList or ValueKind.String)
                    CopyList(argument, ref native[i], scratch, ref used, ref spilled);
            }
            if (Native.ts_call(handle, native, arguments.Length, results, capacity) != capacity)
                throw Native.Error();
        }
        finally
        {
            spilled?.ForEach(memory => NativeMemory.Free((void*)memory));
            foreach (ref readonly var argument in arguments)
                GC.KeepAlive(argument.Reference);
        }
    }

    private static void CopyList(in Argument argument, ref NativeValue value, byte* scratch, ref int used, ref List<nint>? spilled)
    {
        var list = argument.Reference!;
        var bytes = list is string text ? Encoding.UTF8.GetMaxByteCount(text.Length) : ((Array)list).Length * sizeof(long);
        bytes = (bytes + 7) & ~7;
        byte* target;
        if (used + bytes <= StackBytes)
        {
            target = scratch + used;
            used += bytes;
        }
        else
        {
            target = (byte*)NativeMemory.Alloc((nuint)bytes);
            (spilled ??= []).Add((nint)target);
        }

        value.Bits = (nint)target;
        switch (list)
        {
            case long[] integers:
                integers.CopyTo(new Span<long>(target, integers.Length));
                value.Count = integers.Length;
                break;
            case double[] numbers:
                numbers.CopyTo(new Span<double>(target, numbers.Length));
                value.Count = numbers.Length;
                break;
            case Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                    ((nint*)target)[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                value.Count = tensors.Length;
                break;
            case string characters:
                value.Count = Encoding.UTF8.GetBytes(characters, new Span<byte>(target, bytes));
                break;
        }
    }

    private nint Find()
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var overload = dot < 0 ? "" : name[(dot + 1)..];
        fixed (byte* namePointer = Encoding.UTF8.GetBytes($"aten::{(dot < 0 ? name : name[..dot])}\0"))
        fixed (byte* overloadPointer = Encoding.UTF8.GetBytes(overload + "\0"))
        {
            var handle = Native.ts_operator(namePointer, overloadPointer);
            if (handle == 0)
                throw Native.Error();
            return _handle = handle;
        }
    }
}
