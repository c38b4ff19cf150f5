using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after another; what one gives the next takes, and intermediate results are disposed.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.Module<Tensor, Tensor>> _modules = [];

        protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
                Add(name, module);
        }

        internal static Sequential Of(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules) => new([.. modules]);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            Add(name, (nn.Module<Tensor, Tensor>)module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) =>
            append(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

        public override Tensor forward(Tensor tensor)
        {
            if (_modules.Count == 0)
                return tensor.alias();
            var current = _modules[0].call(tensor);
            foreach (var module in _modules.Skip(1))
            {
                var next = module.call(current);
                current.Dispose();
                current = next;
            }
            return current;
        }

        private void Add(string name, nn.Module<Tensor, Tensor> module)
        {
            register_module(name, module);
            _modules.Add(module);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => Modules.Sequential.Of([]);

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => Modules.Sequential.Of(modules);

            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => Modules.Sequential.Of(modules);

            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                Modules.Sequential.Of(modules.Select((module, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), module)));
        }
    }
}
