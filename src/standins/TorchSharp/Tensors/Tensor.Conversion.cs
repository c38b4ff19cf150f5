using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor cpu() => Converted(null, torch.CPU, false, false);

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            Converted(null, InitializeDevice(device ?? torch.CUDA), false, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finished(Converted(type, null, copy, non_blocking), disposeAfter);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finished(Converted(type, InitializeDevice(device), copy, non_blocking), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finished(Converted(null, InitializeDevice(device), copy, non_blocking), disposeAfter);

        public Tensor to(Tensor other, bool non_blocking = false) => Converted(other.dtype, other.device, false, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @char() => to_type(ScalarType.Int8);

        public Tensor @short() => to_type(ScalarType.Int16);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor contiguous() => aten.contiguous.Call(this);

        public Tensor clone() => aten.clone.Call(this);

        public Tensor alias() => aten.alias.Call(this);

        public Tensor pin_memory() => aten.pin_memory.Call(this);

        public bool is_pinned() => aten.is_pinned.CallValue(this).Bits != 0;

        public Tensor copy_(Tensor source, bool nonBlocking = false) => aten.copy_.InPlace(this, source, nonBlocking);

        public Tensor set_(Tensor source) => aten.set__source_Tensor.InPlace(this, source);

        /// <summary>Whether a conversion makes a new tensor.</summary>
        internal bool ToWillCopy(ScalarType type, Device device) =>
            dtype != type || device_type != device.type || (device.index >= 0 && device_index != device.index);

        // The schema is to.dtype_layout(self, dtype, layout, device, pin_memory, non_blocking, copy).
        private Tensor Converted(ScalarType? type, Device? device, bool copy, bool non_blocking) =>
            aten.to_dtype_layout.Call(this, type, default, device, default, non_blocking, copy);

        private Tensor Finished(Tensor result, bool disposeAfter)
        {
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}
