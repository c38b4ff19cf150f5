using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch that is loaded.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(Native.ts_version())!;

    public static int get_num_threads() => Native.ts_num_threads();

    public static void set_num_threads(int num) => Native.Check(Native.ts_set_num_threads(num));

    public static int get_num_interop_threads() => Native.ts_num_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.ts_set_num_interop_threads(num));

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static class random
    {
        /// <summary>Seeds the default generator of every device.</summary>
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.ts_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The state of the CPU's default generator.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available() => Native.ts_cudnn_is_available();

        public static int device_count() => Native.ts_cuda_device_count();

        public static void manual_seed(long seed) => Native.Check(Native.ts_cuda_manual_seed((ulong)seed, false));

        public static void manual_seed_all(long seed) => Native.Check(Native.ts_cuda_manual_seed((ulong)seed, true));

        /// <summary>Waits for all kernels of all streams of a device; without CUDA there is nothing to wait for.</summary>
        public static void synchronize(Device? device = null)
        {
            if (is_available())
                Native.Check(Native.ts_cuda_synchronize(device?.index ?? -1));
        }
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class backends
    {
        public static partial class cuda
        {
            public static bool flash_sdp_enabled() => Switch(2);

            public static void enable_flash_sdp(bool enable) => Switch(2, enable);

            public static bool math_sdp_enabled() => Switch(3);

            public static void enable_math_sdp(bool enable) => Switch(3, enable);

            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Switch(0);
                    set => Switch(0, value);
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Switch(1);
                set => Switch(1, value);
            }
        }

        // The numbers are those of ts_switch.
        private static bool Switch(int which, bool? value = null)
        {
            var before = Native.ts_switch(which, value is { } wanted ? (wanted ? 1 : 0) : -1);
            return before >= 0 ? before > 0 : throw Native.Error();
        }
    }
}
