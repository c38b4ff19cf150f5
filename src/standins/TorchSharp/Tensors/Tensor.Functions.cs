using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // What ends in an underscore changes this tensor and returns it.
    public partial class Tensor
    {
        public Tensor abs() => aten.abs.Call(this);

        public Tensor abs_() => aten.abs_.InPlace(this);

        public Tensor neg() => aten.neg.Call(this);

        public Tensor negative() => neg();

        public Tensor neg_() => aten.neg_.InPlace(this);

        public Tensor exp() => aten.exp.Call(this);

        public Tensor exp_() => aten.exp_.InPlace(this);

        public Tensor expm1() => aten.expm1.Call(this);

        public Tensor log() => aten.log.Call(this);

        public Tensor log_() => aten.log_.InPlace(this);

        public Tensor log1p() => aten.log1p.Call(this);

        public Tensor log2() => aten.log2.Call(this);

        public Tensor log10() => aten.log10.Call(this);

        public Tensor logaddexp(Tensor other) => aten.logaddexp.Call(this, other);

        public Tensor sqrt() => aten.sqrt.Call(this);

        public Tensor sqrt_() => aten.sqrt_.InPlace(this);

        public Tensor rsqrt() => aten.rsqrt.Call(this);

        public Tensor rsqrt_() => aten.rsqrt_.InPlace(this);

        public Tensor reciprocal() => aten.reciprocal.Call(this);

        public Tensor reciprocal_() => aten.reciprocal_.InPlace(this);

        public Tensor sign() => aten.sign.Call(this);

        public Tensor floor() => aten.floor.Call(this);

        public Tensor floor_() => aten.floor_.InPlace(this);

        public Tensor ceil() => aten.ceil.Call(this);

        public Tensor ceil_() => aten.ceil_.InPlace(this);

        public Tensor trunc() => aten.trunc.Call(this);

        public Tensor round(long decimals = 0L) => aten.round_decimals.Call(this, decimals);

        public Tensor round_(long decimals = 0L) => aten.round__decimals.InPlace(this, decimals);

        public Tensor sin() => aten.sin.Call(this);

        public Tensor cos() => aten.cos.Call(this);

        public Tensor tanh() => aten.tanh.Call(this);

        public Tensor tanh_() => aten.tanh_.InPlace(this);

        public Tensor erf() => aten.erf.Call(this);

        public Tensor erf_() => aten.erf_.InPlace(this);

        public Tensor erfinv() => aten.erfinv.Call(this);

        public Tensor erfinv_() => aten.erfinv_.InPlace(this);

        public Tensor sigmoid() => aten.sigmoid.Call(this);

        public Tensor sigmoid_() => aten.sigmoid_.InPlace(this);

        public Tensor relu() => aten.relu.Call(this);

        public Tensor relu_() => aten.relu_.InPlace(this);

        public Tensor silu() => aten.silu.Call(this);

        public Tensor silu_() => aten.silu_.InPlace(this);

        public Tensor gelu() => aten.gelu.Call(this);

        public Tensor gelu(Modules.GELU.Approximate approximate) => aten.gelu.Call(this, Modules.GELU.Name(approximate));

        /// <summary>In place, and, unlike its neighbours, a new object over this tensor's memory.</summary>
        public Tensor gelu_() => aten.gelu_.Call(this);

        /// <summary>In place, and, unlike its neighbours, a new object over this tensor's memory.</summary>
        public Tensor gelu_(Modules.GELU.Approximate approximate) => aten.gelu_.Call(this, Modules.GELU.Name(approximate));

        public Tensor log_sigmoid() => aten.log_sigmoid.Call(this);

        public Tensor softplus(double beta = 1, double threshold = 20) => aten.softplus.Call(this, beta, threshold);
    }
}
