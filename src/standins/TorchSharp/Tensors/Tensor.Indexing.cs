using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Basic parts of an index (numbers, ranges, axes) are views; tensors among them gather what the views left.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At([i1, i2]);
            set => Assign([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At([i1, i2, i3]);
            set => Assign([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At([i1, i2, i3, i4]);
            set => Assign([i1, i2, i3, i4], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var view = ViewOf(indices, out var gathered);
            if (gathered is null)
                return view;
            using (view)
                return aten.index_Tensor.Call(view, Long(gathered));
        }

        public Tensor index(params Tensor[] indices) => aten.index_Tensor.Call(this, Long(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var view = ViewOf(indices, out var gathered);
            if (gathered is not null)
                aten.index_put_.Run(view, Long(gathered), value, accumulate);
            else if (accumulate)
                view.add_(value);
            else
                view.copy_(value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            aten.index_put_.InPlace(this, Long(indices), value, accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = torch.full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using var filled = torch.full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        private Tensor At(ReadOnlySpan<long> indices)
        {
            var view = select(0, indices[0]);
            foreach (var index in indices[1..])
                view = Replace(view, view.select(0, index));
            return view;
        }

        private void Assign(ReadOnlySpan<long> indices, Tensor value)
        {
            using var view = At(indices);
            view.copy_(value);
        }

        /// <summary>Applies the basic parts; <paramref name="gathered"/> is what remains for a gathering index, null where nothing does.</summary>
        private Tensor ViewOf(TensorIndex[] indices, out Tensor?[]? gathered)
        {
            gathered = null;
            var view = alias();
            var axis = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                switch (index.Of)
                {
                    case TensorIndex.Kind.Single:
                        view = Replace(view, view.select(axis, index.Start.GetValueOrDefault()));
                        break;
                    case TensorIndex.Kind.Slice:
                        view = Replace(view, aten.slice_Tensor.Call(view, axis, index.Start, index.Stop, index.Step ?? 1));
                        axis++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        axis = (int)view.ndim - indices.Skip(i + 1).Sum(AxesTaken);
                        break;
                    case TensorIndex.Kind.Tensor:
                        var size = AxesTaken(index);
                        gathered ??= [];
                        while (gathered.Length < axis)
                            gathered = [.. gathered, null];
                        gathered = [.. gathered, index.Indices];
                        axis += size;
                        break;
                    case TensorIndex.Kind.Bool:
                        view = Replace(view, view.unsqueeze(axis));
                        view = Replace(view, view.narrow(axis, 0, index.Start.GetValueOrDefault()));
                        axis++;
                        break;
                    default: // Null and None are both Python's None: a new axis
                        view = Replace(view, view.unsqueeze(axis++));
                        break;
                }
            }
            return view;
        }

        // libtorch 1.13 takes no indices of 32 bits; later versions do.
        private static Tensor?[] Long(Tensor?[] indices) =>
            [.. indices.Select(index => index?.dtype is ScalarType.Int32 ? index.to_type(ScalarType.Int64) : index)];

        // A mask takes as many axes as it has; a number or range one; a new axis none.
        private static int AxesTaken(TensorIndex index) => index.Of switch
        {
            TensorIndex.Kind.Tensor when index.Indices!.dtype is ScalarType.Bool or ScalarType.Byte => (int)index.Indices.ndim,
            TensorIndex.Kind.Tensor or TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            _ => 0,
        };

        private static Tensor Replace(Tensor old, Tensor replacement)
        {
            old.Dispose();
            return replacement;
        }
    }
}
