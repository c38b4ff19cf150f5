using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The C ABI of native/shim.h. Everything is blittable; what fails leaves its message for <see cref="Error"/>.</summary>
internal static unsafe class Native
{
    private const string Library = "TorchSharpStandin";

    // Set before the first call below can load the library.
    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, LibtorchLoader.Resolve);

    /// <summary>The exception for the failure that the last native call on this thread reported.</summary>
    public static ExternalException Error() => new(Marshal.PtrToStringUTF8(ts_error()));

    public static void Check(bool succeeded)
    {
        if (!succeeded)
            throw Error();
    }

    public static nint Check(nint handle) => handle != 0 ? handle : throw Error();

    // Operators
    [DllImport(Library)] public static extern nint ts_error();
    [DllImport(Library)] public static extern nint ts_version();
    [DllImport(Library)] public static extern nint ts_operator(byte* name, byte* overload);
    [DllImport(Library)] public static extern int ts_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [DllImport(Library)] public static extern void ts_free(nint memory);

    // Tensors. The getters neither block nor call back nor throw, so they skip the switch of the GC mode.
    [DllImport(Library)] public static extern void ts_release(nint tensor);
    [DllImport(Library)] public static extern nint ts_retain(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long ts_dim(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long ts_numel(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long* ts_sizes(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long* ts_strides(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long ts_storage_offset(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern bool ts_is_contiguous(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern int ts_dtype(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long ts_element_size(nint tensor);
    [DllImport(Library), SuppressGCTransition] public static extern long ts_device(nint tensor);
    [DllImport(Library)] public static extern nint ts_data(nint tensor);
    [DllImport(Library)] public static extern nint ts_from_blob(nint data, long* sizes, int dim, int dtype, delegate* unmanaged<nint, void> release, nint context);

    // Autograd
    [DllImport(Library), SuppressGCTransition] public static extern bool ts_grad_enabled();
    [DllImport(Library), SuppressGCTransition] public static extern void ts_set_grad_enabled(bool enabled);
    [DllImport(Library), SuppressGCTransition] public static extern bool ts_requires_grad(nint tensor);
    [DllImport(Library)] public static extern bool ts_set_requires_grad(nint tensor, bool value);
    [DllImport(Library)] public static extern bool ts_is_leaf(nint tensor);
    [DllImport(Library)] public static extern bool ts_retain_grad(nint tensor);
    [DllImport(Library)] public static extern nint ts_grad(nint tensor);
    [DllImport(Library)] public static extern bool ts_set_grad(nint tensor, nint grad);
    [DllImport(Library)] public static extern bool ts_backward(nint* tensors, int numTensors, nint* grads, int numGrads, bool retainGraph, bool createGraph, nint* inputs, int numInputs);
    [DllImport(Library)] public static extern bool ts_autograd_grad(nint* outputs, int numOutputs, nint* inputs, int numInputs, nint* grads, int numGrads, bool retainGraph, bool createGraph, bool allowUnused, nint* results);
    [DllImport(Library)] public static extern nint ts_node_new(byte* name, delegate* unmanaged<nint, nint, nint*, int, nint*, int, byte*> apply, delegate* unmanaged<nint, void> release, nint context, nint* inputs, int numInputs, bool isExecutable);
    [DllImport(Library)] public static extern void ts_node_release(nint node);
    [DllImport(Library)] public static extern bool ts_node_wrap(nint node, nint* inputs, int numInputs, nint* dirty, int numDirty, nint* fixedOutputs, int numFixed, nint* outputs, int numOutputs, bool isExecutable);
    [DllImport(Library)] public static extern bool ts_node_save(nint node, nint* tensors, int count);
    [DllImport(Library)] public static extern int ts_node_saved(nint rawNode, nint* tensors, int capacity);

    [DllImport(Library)] public static extern nint ts_attention(nint query, nint key, nint value, nint mask, double dropout, bool isCausal);

    // The library's own state
    [DllImport(Library)] public static extern void ts_set_default_dtype(int dtype);
    [DllImport(Library)] public static extern int ts_num_threads();
    [DllImport(Library)] public static extern int ts_num_interop_threads();
    [DllImport(Library)] public static extern bool ts_set_num_threads(int num);
    [DllImport(Library)] public static extern bool ts_set_num_interop_threads(int num);
    [DllImport(Library)] public static extern nint ts_generator_default();
    [DllImport(Library)] public static extern nint ts_generator_new(ulong seed, int deviceType, int deviceIndex);
    [DllImport(Library)] public static extern void ts_generator_release(nint generator);
    [DllImport(Library)] public static extern bool ts_generator_seed(nint generator, ulong seed);
    [DllImport(Library)] public static extern ulong ts_generator_initial_seed(nint generator);
    [DllImport(Library)] public static extern nint ts_generator_state(nint generator);
    [DllImport(Library)] public static extern bool ts_generator_set_state(nint generator, nint state);
    [DllImport(Library)] public static extern bool ts_manual_seed(ulong seed);
    [DllImport(Library)] public static extern int ts_cuda_device_count();
    [DllImport(Library)] public static extern bool ts_cudnn_is_available();
    [DllImport(Library)] public static extern bool ts_cuda_manual_seed(ulong seed, bool allDevices);
    [DllImport(Library)] public static extern bool ts_cuda_synchronize(long deviceIndex);
    [DllImport(Library)] public static extern int ts_switch(int which, int value);
}
