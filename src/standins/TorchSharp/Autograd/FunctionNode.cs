using System.Runtime.InteropServices;
using System.Text;
using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static partial class autograd
    {
        /// <summary>Joins a managed function to libtorch's graph: the native node owns it and calls it when gradients arrive.</summary>
        private sealed class FunctionNode(string name, object?[] arguments, Func<AutogradContext, List<Tensor>, List<Tensor?>> backward)
        {
            private readonly bool[] _isTensor = [.. arguments.Select(argument => argument is Tensor { IsInvalid: false })];
            private (long[] Shape, ScalarType Type, Device Device)[] _outputs = [];

            public AutogradContext Context { get; } = new();

            public List<Tensor> Apply(Func<AutogradContext, List<Tensor>> forward)
            {
                var inputs = arguments.OfType<Tensor>().Where(tensor => !tensor.IsInvalid).ToList();
                var isExecutable = AutoGradMode.IsEnabled && inputs.Any(input => input.requires_grad);
                var node = Create(inputs, isExecutable);
                try
                {
                    List<Tensor> raw;
                    using (no_grad())
                        raw = forward(Context);
                    var outputs = Wrap(node, inputs, raw, isExecutable);
                    if (isExecutable)
                        Save(node);
                    return outputs;
                }
                finally
                {
                    // From here on the outputs keep the node.
                    Native.ts_node_release(node);
                }
            }

            private nint Create(List<Tensor> inputs, bool isExecutable)
            {
                fixed (byte* title = Encoding.UTF8.GetBytes(name + "\0"))
                fixed (nint* ins = Handles(inputs))
                {
                    var node = Native.ts_node_new(title, &RunBackward, &Forget, GCHandle.ToIntPtr(GCHandle.Alloc(this)), ins, inputs.Count, isExecutable);
                    GC.KeepAlive(inputs);
                    return Native.Check(node);
                }
            }

            private List<Tensor> Wrap(nint node, List<Tensor> inputs, List<Tensor> raw, bool isExecutable)
            {
                var handles = Handles(raw);
                fixed (nint* outs = handles, ins = Handles(inputs), dirty = Handles(Context.DirtyTensors), plain = Handles(Context.NonDifferentiableTensors))
                    Native.Check(Native.ts_node_wrap(node, ins, inputs.Count, dirty, Context.DirtyTensors.Count, plain, Context.NonDifferentiableTensors.Count, outs, handles.Length, isExecutable));
                GC.KeepAlive(inputs);
                GC.KeepAlive(raw);
                var outputs = handles.Select(handle => new Tensor(handle)).ToList();
                if (isExecutable)
                    _outputs = [.. outputs.Select(output => (output.shape, output.dtype, output.device))];
                return outputs;
            }

            private void Save(nint node)
            {
                fixed (nint* saved = Handles(Context.ToSave))
                    Native.Check(Native.ts_node_save(node, saved, Context.ToSave.Count));
                Context.Saved();
            }

            private List<Tensor?> Backward(List<Tensor> gradients)
            {
                if (Context.MaterializeGrads)
                    for (var i = 0; i < gradients.Count; i++)
                        if (gradients[i].IsInvalid)
                            gradients[i] = zeros(_outputs[i].Shape, _outputs[i].Type, _outputs[i].Device);

                var results = backward(Context, gradients);
                if (results.Count < _isTensor.Length || results.Skip(_isTensor.Length).Any(result => result is { IsInvalid: false }))
                    throw new NotImplementedException($"Function {name} returned an incorrect number of gradients (expected {_isTensor.Length}, got {results.Count})");
                for (var i = 0; i < _isTensor.Length; i++)
                    if (!_isTensor[i] && results[i] is { IsInvalid: false })
                        throw new NotImplementedException($"Function {name} returned a gradient at position {i + 1}, where forward's argument was not a Tensor");
                return [.. results.Take(_isTensor.Length).Where((_, i) => _isTensor[i])];
            }

            // Called by libtorch: nothing may be thrown through its frames, so an exception goes back as its message.
            [UnmanagedCallersOnly]
            private static byte* RunBackward(nint context, nint node, nint* gradients, int numGradients, nint* inputs, int numInputs)
            {
#pragma warning disable CA1031 // whatever the function throws is handed on as libtorch's error
                try
                {
                    var self = (FunctionNode)GCHandle.FromIntPtr(context).Target!;
                    var given = new List<Tensor>(numGradients);
                    for (var i = 0; i < numGradients; i++)
                        given.Add(new Tensor(gradients[i]));
                    using (self.Context.Running(node))
                    {
                        var results = self.Backward(given);
                        for (var i = 0; i < results.Count && i < numInputs; i++)
                            if (results[i] is { IsInvalid: false } result)
                                inputs[i] = Native.ts_retain(result.Handle);
                        GC.KeepAlive(results);
                    }
                    return null;
                }
                catch (Exception exception)
                {
                    var message = Encoding.UTF8.GetBytes($"{exception.GetType().Name}: {exception.Message}\0");
                    // Freed with free() by the native side.
                    var copy = (byte*)NativeMemory.Alloc((nuint)message.Length);
                    message.CopyTo(new Span<byte>(copy, message.Length));
                    return copy;
                }
#pragma warning restore CA1031
            }

            [UnmanagedCallersOnly]
            private static void Forget(nint context) => GCHandle.FromIntPtr(context).Free();
        }
    }
}
