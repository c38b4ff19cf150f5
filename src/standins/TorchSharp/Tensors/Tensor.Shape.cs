using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => aten.view.Call(this, shape);

        public Tensor view_as(Tensor other) => aten.view_as.Call(this, other);

        public Tensor reshape(params long[] shape) => aten.reshape.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => aten.flatten_using_ints.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => aten.unflatten_int.Call(this, dim, sizes);

        public Tensor permute(params long[] permutation) => aten.permute.Call(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor transpose(long dim0, long dim1) => aten.transpose_int.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => aten.transpose_.InPlace(this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t() => aten.t.Call(this);

        public Tensor movedim(long[] source, long[] destination) => aten.movedim_intlist.Call(this, source, destination);

        public Tensor squeeze(long? dim = null) => dim is { } one ? aten.squeeze_dim.Call(this, one) : aten.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } one ? aten.squeeze__dim.InPlace(this, one) : aten.squeeze_.InPlace(this);

        public Tensor unsqueeze(long dim) => aten.unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => aten.unsqueeze_.InPlace(this, dim);

        public Tensor expand(params long[] sizes) => aten.expand.Call(this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => aten.expand.Call(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => aten.broadcast_to.Call(this, shape);

        public Tensor repeat(params long[] sizes) => aten.repeat.Call(this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            aten.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            aten.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        public Tensor tile(long[] reps) => aten.tile.Call(this, reps);

        public Tensor flip(params long[] dims) => aten.flip.Call(this, dims);

        public Tensor roll(long shifts, long? dims = null) =>
            aten.roll.Call(this, Argument.One(shifts), dims is { } dim ? Argument.One(dim) : default);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => aten.as_strided.Call(this, size, strides, storageOffset);

        public Tensor narrow(long dim, long start, long length) => aten.narrow.Call(this, dim, start, length);

        public Tensor select(long dim, long index) => aten.select_int.Call(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => aten.slice_Tensor.Call(this, dim, start, finish, step);

        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => aten.diagonal.Call(this, offset, dim1, dim2);

        public Tensor diag(long diagonal = 0) => aten.diag.Call(this, diagonal);

        public Tensor tril(long diagonal = 0) => aten.tril.Call(this, diagonal);

        public Tensor triu(long diagonal = 0) => aten.triu.Call(this, diagonal);

        /// <summary>In place, and, unlike its neighbours, a new object over this tensor's memory.</summary>
        public Tensor tril_(long diagonal = 0) => aten.tril_.Call(this, diagonal);

        /// <summary>In place, and, unlike its neighbours, a new object over this tensor's memory.</summary>
        public Tensor triu_(long diagonal = 0) => aten.triu_.Call(this, diagonal);

        public Tensor[] split(long size, int dim = 0) => aten.split_Tensor.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => aten.split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        public Tensor[] tensor_split(long size, long dim = 0L) => aten.tensor_split_sections.CallList(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => aten.tensor_split_indices.CallList(this, sizes, dim);

        public Tensor[] chunk(long chunks, long dim = 0L) => aten.chunk.CallList(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0L) => aten.unbind_int.CallList(this, dimension);

        public Tensor index_select(long dim, Tensor index) => aten.index_select.Call(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => aten.index_add.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => aten.index_add_.InPlace(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => aten.index_copy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => aten.index_copy_.InPlace(this, dim, index, source);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => aten.index_fill__int_Scalar.InPlace(this, dim, index, value);

        public Tensor gather(long dim, Tensor index) => aten.gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => aten.scatter_src.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => aten.scatter__src.InPlace(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => aten.scatter_add.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => aten.scatter_add_.InPlace(this, dim, index, src);

        public Tensor masked_select(Tensor mask) => aten.masked_select.Call(this, mask);

        public Tensor take_along_dim(Tensor indices, long dim) => aten.take_along_dim.Call(this, indices, dim);

        public Tensor nonzero() => aten.nonzero.Call(this);
    }
}
