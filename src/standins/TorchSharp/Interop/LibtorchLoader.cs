using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>Loads the shim, and libtorch with it, after telling OpenBLAS which kernels fit this processor.</summary>
/// <remarks>
/// Debian's OpenBLAS 0.3.21 knows processors by model number and falls back to Haswell's kernels on newer ones, and in virtual
/// machines that hide theirs: half the speed in matrix products where there is AVX-512. The choice is read once, when the
/// library loads, from the C environment, which .NET's own Environment class does not write to.
/// </remarks>
internal static unsafe partial class LibtorchLoader
{
    private const string CoreTypeVariable = "OPENBLAS_CORETYPE";

    public static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != "TorchSharpStandin")
            return 0;
        if (OperatingSystem.IsLinux() && BestCoreType() is { } coreType)
            SetIfMissing(CoreTypeVariable, coreType);
        try
        {
            return NativeLibrary.Load(libraryName, assembly, searchPath);
        }
        catch (DllNotFoundException exception)
        {
            throw new DllNotFoundException(
                "libTorchSharpStandin.so or the libtorch it was built against cannot be loaded. Build the solution on this machine " +
                "(ops/setup installs libtorch-dev, cmake and g++, or set LibtorchPrefix in Directory.Local.props to another libtorch). " +
                exception.Message,
                exception);
        }
    }

    /// <summary>The OpenBLAS core whose kernels this processor runs best, or null where its own choice is right.</summary>
    internal static string? BestCoreType()
    {
        if (!Avx512F.IsSupported || !Avx512BW.IsSupported || !Avx512DQ.IsSupported)
            return null;
        const int bfloat16 = 1 << 5;
        return (X86Base.CpuId(7, 1).Eax & bfloat16) != 0 ? "Cooperlake" : "SkylakeX";
    }

    private static void SetIfMissing(string name, string value)
    {
        const int keep = 0;
        if (SetEnv(name, value, keep) != 0)
            throw new InvalidOperationException($"setenv({name}) failed with error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
