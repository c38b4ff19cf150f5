using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bitwise_and(Tensor other) => aten.bitwise_and_Tensor.Call(this, other);

        public Tensor bitwise_or(Tensor other) => aten.bitwise_or_Tensor.Call(this, other);

        public Tensor bitwise_xor(Tensor other) => aten.bitwise_xor_Tensor.Call(this, other);

        public Tensor bitwise_not() => aten.bitwise_not.Call(this);

        public Tensor logical_and(Tensor other) => aten.logical_and.Call(this, other);

        public Tensor logical_or(Tensor other) => aten.logical_or.Call(this, other);

        public Tensor logical_xor(Tensor other) => aten.logical_xor.Call(this, other);

        public Tensor logical_not() => aten.logical_not.Call(this);

        public Tensor where(Tensor condition, Tensor y) => aten.where_self.Call(condition, this, y);

        public Tensor masked_fill(Tensor mask, Scalar value) => aten.masked_fill_Scalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => aten.masked_fill__Scalar.InPlace(this, mask, value);

        public Tensor fill_(Scalar value) => aten.fill__Scalar.InPlace(this, value);

        /// <summary>In place, and, unlike its neighbours, a new object over this tensor's memory.</summary>
        public Tensor zero_() => aten.zero_.Call(this);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => aten.nan_to_num.Call(this, nan, posinf, neginf);
    }
}
