using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    // What ends in an underscore changes this tensor and returns it.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => aten.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => aten.add_Tensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => aten.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => aten.add_Scalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => aten.add__Tensor.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => aten.add__Tensor.InPlace(this, target, alpha);

        public Tensor add_(Scalar scalar) => aten.add__Scalar.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => aten.add__Scalar.InPlace(this, scalar, alpha);

        public Tensor sub(Tensor target) => aten.sub_Tensor.Call(this, target);

        public Tensor sub(Scalar target) => aten.sub_Scalar.Call(this, target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor sub_(Tensor target) => aten.sub__Tensor.InPlace(this, target);

        public Tensor sub_(Scalar target) => aten.sub__Scalar.InPlace(this, target);

        public Tensor subtract_(Tensor target) => sub_(target);

        public Tensor subtract_(Scalar target) => sub_(target);

        public Tensor mul(Tensor target) => aten.mul_Tensor.Call(this, target);

        public Tensor mul(Scalar target) => aten.mul_Scalar.Call(this, target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor mul_(Tensor target) => aten.mul__Tensor.InPlace(this, target);

        public Tensor mul_(Scalar target) => aten.mul__Scalar.InPlace(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            aten.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            aten.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            aten.div__Tensor_mode.InPlace(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            aten.div__Scalar_mode.InPlace(this, target, Name(rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor true_divide(Tensor other) => div(other);

        public Tensor floor_divide(Tensor other) => div(other, RoundingMode.floor);

        public Tensor floor_divide(Scalar other) => div(other, RoundingMode.floor);

        public Tensor remainder(Tensor target) => aten.remainder_Tensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => aten.remainder_Scalar.Call(this, scalar);

        public Tensor fmod(Tensor target) => aten.fmod_Tensor.Call(this, target);

        public Tensor fmod(Scalar scalar) => aten.fmod_Scalar.Call(this, scalar);

        public Tensor pow(Tensor exponent) => aten.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => aten.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => aten.pow__Tensor.InPlace(this, exponent);

        public Tensor pow_(Scalar exponent) => aten.pow__Scalar.InPlace(this, exponent);

        public Tensor square() => pow(2);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => aten.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => aten.addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => aten.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => aten.addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor lerp(Tensor end, Tensor weight) => aten.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => aten.lerp__Tensor.InPlace(this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => aten.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => aten.clamp_Tensor.Call(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => aten.clamp_.InPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => aten.clamp__Tensor.InPlace(this, min, max);

        public Tensor clamp_max(Scalar max) => aten.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => aten.clamp_max_.InPlace(this, max);

        public Tensor clamp_min(Scalar min) => aten.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => aten.clamp_min_.InPlace(this, min);

        private static string? Name(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}
