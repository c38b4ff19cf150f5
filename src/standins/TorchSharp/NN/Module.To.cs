using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                Require(dtype);
                return Moved(dtype, InitializeDevice(device), non_blocking);
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Moved(null, InitializeDevice(new Device(deviceType, deviceIndex)), non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                Require(dtype);
                return Moved(dtype, null, non_blocking);
            }

            private static void Require(ScalarType dtype)
            {
                if (!dtype.IsFloatingPoint() && !dtype.IsComplex())
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private Module Moved(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null)
                        child._to(dtype!.Value, non_blocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, non_blocking);
                    else
                        child._to(device, dtype.Value, non_blocking);
                }
                foreach (var (key, parameter) in named_parameters(false).ToList())
                    if (ReplaceParameter(dtype, device, parameter, out var moved))
                    {
                        Put(key, moved);
                        ConditionallyRegisterParameter(key, moved);
                        parameter.Dispose();
                    }
                foreach (var (key, buffer) in named_buffers(false).ToList())
                    if (ReplaceBuffer(dtype, device, buffer, out var moved))
                    {
                        Put(key, moved);
                        ConditionallyRegisterBuffer(key, moved, _internal_buffers[key].Item2);
                    }
                return this;
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, [NotNullWhen(true)] out Tensor? result)
            {
                result = null;
                var type = Kept(dtype, buffer);
                if (!buffer.ToWillCopy(type, device ?? buffer.device))
                    return false;
                result = buffer.to(type, device ?? buffer.device, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, [NotNullWhen(true)] out Parameter? p)
            {
                p = null;
                var type = Kept(dtype, param);
                if (!param.ToWillCopy(type, device ?? param.device))
                    return false;
                using var gradient = param.grad;
                // The move is no part of any graph: the moved parameter is a leaf that gathers gradients itself.
                using var _ = no_grad();
                p = new Parameter(param.to(type, device ?? param.device), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, device ?? param.device);
                    p.grad = moved;
                }
                return true;
            }

            // Whole numbers and truth values keep their type.
            private static ScalarType Kept(ScalarType? wanted, Tensor tensor) =>
                wanted is { } type && (tensor.is_floating_point() || tensor.is_complex()) ? type : tensor.dtype;

            // A component that a field holds is replaced there too.
            private void Put(string component, Tensor moved)
            {
                var field = FieldsOf(GetType()).FirstOrDefault(candidate =>
                    (candidate.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? candidate.Name) == component);
                if (field is not null && field.FieldType.IsInstanceOfType(moved))
                    field.SetValue(this, moved);
            }
        }
    }
}
