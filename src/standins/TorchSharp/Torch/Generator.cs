using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers: for the same seed and device the same numbers.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            Handle = Native.Check(Native.ts_generator_new(seed, (int)this.device.type, this.device.index));
        }

        internal Generator(nint handle)
        {
            Handle = handle;
            device = CPU;
        }

        ~Generator() => Dispose(false);

        public static Generator Default => new(Native.Check(Native.ts_generator_default()));

        public nint Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state() => new(Native.Check(Native.ts_generator_state(Handle)));

        public void set_state(Tensor value) => Native.Check(Native.ts_generator_set_state(Handle, value.Handle));

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.ts_generator_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed() => (long)Native.ts_generator_initial_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0)
                return;
            Native.ts_generator_release(Handle);
            Handle = 0;
        }
    }
}
