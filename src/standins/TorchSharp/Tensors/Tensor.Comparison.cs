using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => aten.eq_Tensor.Call(this, target);

        public Tensor eq(Scalar target) => aten.eq_Scalar.Call(this, target);

        /// <summary>Elementwise, as <see cref="eq(Tensor)"/>: whether two tensors are equal as a whole is <see cref="Equals(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public Tensor ne(Tensor target) => aten.ne_Tensor.Call(this, target);

        public Tensor ne(Scalar target) => aten.ne_Scalar.Call(this, target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor lt(Tensor target) => aten.lt_Tensor.Call(this, target);

        public Tensor lt(Scalar target) => aten.lt_Scalar.Call(this, target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor le(Tensor target) => aten.le_Tensor.Call(this, target);

        public Tensor le(Scalar target) => aten.le_Scalar.Call(this, target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor gt(Tensor target) => aten.gt_Tensor.Call(this, target);

        public Tensor gt(Scalar target) => aten.gt_Scalar.Call(this, target);

        public Tensor greater(Tensor target) => gt(target);

        public Tensor ge(Tensor target) => aten.ge_Tensor.Call(this, target);

        public Tensor ge(Scalar target) => aten.ge_Scalar.Call(this, target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            aten.allclose.CallValue(this, target, rtol, atol, equal_nan).Bits != 0;

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            aten.isclose.Call(this, other, rtol, atol, nanEqual);

        public Tensor isfinite() => aten.isfinite.Call(this);

        public Tensor isinf() => aten.isinf.Call(this);

        public Tensor isnan() => aten.isnan.Call(this);

        public Tensor maximum(Tensor other) => aten.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => aten.minimum.Call(this, other);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            aten.sort_stable.CallTwo(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => aten.argsort.Call(this, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            aten.topk.CallTwo(this, k, dim, largest, sorted);
    }
}
