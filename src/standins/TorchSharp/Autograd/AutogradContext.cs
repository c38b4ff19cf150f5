using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward of a function leaves for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> _data = [];
            private nint _runningNode;
            private int _numSaved;

            internal AutogradContext() { }

            public bool MaterializeGrads { get; private set; } = true;

            internal List<Tensor> ToSave { get; private set; } = [];

            internal List<Tensor> DirtyTensors { get; private set; } = [];

            internal List<Tensor> NonDifferentiableTensors { get; private set; } = [];

            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors;

            public void save_data(string key, object value) => _data[key] = value;

            public object? get_data(string key) => _data.GetValueOrDefault(key);

            public void mark_dirty(List<Tensor> tensors) => DirtyTensors = [.. tensors];

            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiableTensors = [.. tensors];

            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>The saved tensors, each with its place in the graph. Only backward may ask.</summary>
            public List<Tensor> get_saved_variables()
            {
                if (_runningNode == 0)
                    throw new InvalidOperationException("Saved variables are there during backward only.");
                var handles = new nint[_numSaved];
                fixed (nint* saved = handles)
                    if (Native.ts_node_saved(_runningNode, saved, handles.Length) < 0)
                        throw Native.Error();
                return handles.Select(handle => handle == 0 ? null! : new Tensor(handle)).ToList();
            }

            public void Dispose() => GC.SuppressFinalize(this);

            /// <summary>The native node has what was to be saved; keeping the objects here would keep the memory past backward.</summary>
            internal void Saved()
            {
                _numSaved = ToSave.Count;
                ToSave = [];
                DirtyTensors = [];
                NonDifferentiableTensors = [];
            }

            /// <summary>Lets saved variables be read until the result is disposed.</summary>
            internal IDisposable Running(nint node)
            {
                _runningNode = node;
                return new Run(this);
            }

            private sealed class Run(AutogradContext context) : IDisposable
            {
                public void Dispose() => context._runningNode = 0;
            }
        }
    }
}
