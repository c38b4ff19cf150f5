using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => aten.sum.Call(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => aten.sum_dim_IntList.Call(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            aten.sum_dim_IntList.Call(this, Argument.One(dim), keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor mean() => aten.mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            aten.mean_dim.Call(this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => aten.prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => aten.prod_dim_int.Call(this, dim, keepdim, type);

        // libtorch's variance takes no type, and the genuine library leaves the parameter without effect.
        public Tensor var(bool unbiased = true) => aten.var.Call(this, unbiased);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            aten.var_dim.Call(this, dimensions, unbiased, keepdim);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);

        public Tensor std(bool unbiased = true) => aten.std.Call(this, unbiased);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            aten.std_dim.Call(this, dimensions, unbiased, keepdim);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);

        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => aten.var_mean.CallTwo(this, unbiased);

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            aten.var_mean_dim.CallTwo(this, dimensions, unbiased, keepdim);

        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim], unbiased, keepdim, type);

        public Tensor max() => aten.max.Call(this);

        public Tensor max(Tensor other) => aten.max_other.Call(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => aten.max_dim.CallTwo(this, dim, keepdim);

        public Tensor min() => aten.min.Call(this);

        public Tensor min(Tensor other) => aten.min_other.Call(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => aten.min_dim.CallTwo(this, dim, keepdim);

        public Tensor amax(params long[] dims) => aten.amax.Call(this, dims);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? aten.amax.Call(this, dims, keepdim) : aten.amax_out.Call(this, dims, keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);

        public Tensor amin(params long[] dims) => aten.amin.Call(this, dims);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? aten.amin.Call(this, dims, keepdim) : aten.amin_out.Call(this, dims, keepdim, @out);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);

        public Tensor argmax() => aten.argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => aten.argmax.Call(this, dim, keepdim);

        public Tensor argmin() => aten.argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => aten.argmin.Call(this, dim, keepdim);

        public Tensor all() => aten.all.Call(this);

        public Tensor all(long dim, bool keepdim = false) => aten.all_dim.Call(this, dim, keepdim);

        public Tensor any() => aten.any.Call(this);

        public Tensor any(long dim, bool keepdim = false) => aten.any_dim.Call(this, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? aten.count_nonzero.Call(this) : aten.count_nonzero_dim_IntList.Call(this, dims);

        public Tensor logsumexp(long dim, bool keepdim = false) => aten.logsumexp.Call(this, Argument.One(dim), keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => aten.cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => aten.cumprod.Call(this, dim, type);

        public Tensor norm(float p = 2.0f) => aten.norm_Scalar.Call(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => aten.norm_ScalarOpt_dim.Call(this, p, Argument.One(dim), keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => aten.softmax_int.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => aten.log_softmax_int.Call(this, dim, dtype);
    }
}
