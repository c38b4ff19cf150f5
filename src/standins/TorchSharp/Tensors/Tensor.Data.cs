using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements, in row-major order whatever the strides are; a copy of them where the tensor is not on the CPU.</summary>
        /// <exception cref="ArgumentException">T is not the tensor's element type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            if (device_type == DeviceType.CPU)
                return new TensorAccessor<T>(this);
            using var local = cpu();
            return new TensorAccessor<T>(local);
        }

        /// <summary>The memory of a contiguous CPU tensor, to read and write.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("The bytes of a tensor that is not contiguous cannot be used in place.");
                var length = NumberOfElements * ElementSize;
                if (length > int.MaxValue)
                    throw new ArgumentException($"The bytes of a tensor of {length} bytes cannot be used in place: at most {int.MaxValue} fit into a span.");
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException("The bytes of a tensor outside the CPU's memory cannot be used in place; copy it to the CPU first.");
                return new Span<byte>((void*)DataPointer(), (int)length);
            }
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {NumberOfElements}.");
            ValidateType(typeof(T));
            if (device_type != DeviceType.CPU)
            {
                using var local = cpu();
                return local.item<T>();
            }
            var value = *(T*)DataPointer();
            GC.KeepAlive(this);
            return value;
        }

        public Scalar ToScalar() => Scalar.From(aten.item.CallValue(this));

        internal nint DataPointer()
        {
            // An empty tensor has no memory: null is its address, not a failure.
            var pointer = Native.ts_data(Handle);
            return pointer != 0 || NumberOfElements == 0 ? pointer : throw Native.Error();
        }

        private void ValidateType(Type wanted)
        {
            if (!TryGetScalarType(wanted, out var own) || own != dtype)
                throw new ArgumentException($"{wanted.Name} is not compatible with {dtype}");
        }

        internal static void CopyIn<T>(Tensor target, ReadOnlySpan<T> source) where T : unmanaged =>
            MemoryMarshal.AsBytes(source).CopyTo(target.bytes);
    }
}
