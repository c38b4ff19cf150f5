using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                var result = Native.ts_dim(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ndim => Dimensions;

        public long NumberOfElements
        {
            get
            {
                var result = Native.ts_numel(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ElementSize
        {
            get
            {
                var result = Native.ts_element_size(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public ScalarType dtype
        {
            get
            {
                var result = (ScalarType)Native.ts_dtype(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] shape => size();

        public Device device
        {
            get
            {
                var packed = PackedDevice();
                return new Device((DeviceType)(int)packed, (int)(packed >> 32));
            }
        }

        public int device_index => (int)(PackedDevice() >> 32);

        public DeviceType device_type => (DeviceType)(int)PackedDevice();

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public Tensor T => aten.numpy_T.Call(this);

        public Tensor mT => aten.mT.Call(this);

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous()
        {
            var result = Native.ts_is_contiguous(Handle);
            GC.KeepAlive(this);
            return result;
        }

        public long[] size()
        {
            var result = new ReadOnlySpan<long>(Native.ts_sizes(Handle), (int)Native.ts_dim(Handle)).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long size(int dim)
        {
            var result = Native.ts_sizes(Handle)[Wrapped(dim)];
            GC.KeepAlive(this);
            return result;
        }

        public long[] stride()
        {
            var result = new ReadOnlySpan<long>(Native.ts_strides(Handle), (int)Native.ts_dim(Handle)).ToArray();
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim)
        {
            var result = Native.ts_strides(Handle)[Wrapped(dim)];
            GC.KeepAlive(this);
            return result;
        }

        public long storage_offset()
        {
            var result = Native.ts_storage_offset(Handle);
            GC.KeepAlive(this);
            return result;
        }

        private long PackedDevice()
        {
            var result = Native.ts_device(Handle);
            GC.KeepAlive(this);
            return result;
        }

        private long Wrapped(int dim)
        {
            var rank = Native.ts_dim(Handle);
            if (dim < -rank || dim >= rank)
                throw new System.Runtime.InteropServices.ExternalException(
                    $"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})");
            return dim < 0 ? dim + rank : dim;
        }
    }
}
