using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                var result = Native.ts_requires_grad(Handle);
                GC.KeepAlive(this);
                return result;
            }
            set
            {
                Native.Check(Native.ts_set_requires_grad(Handle, value));
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf
        {
            get
            {
                var result = Native.ts_is_leaf(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>The gradient as a new object over the same memory, or null. Every read makes one, to be disposed.</summary>
        public Tensor? grad
        {
            get
            {
                var result = Native.ts_grad(Handle);
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }
            set
            {
                Native.Check(Native.ts_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void retain_grad()
        {
            Native.Check(Native.ts_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        public Tensor detach() => aten.detach.Call(this);

        public Tensor detach_() => aten.detach_.InPlace(this);

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
