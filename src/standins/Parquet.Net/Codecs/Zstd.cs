using System.Runtime.InteropServices;

namespace Parquet.Codecs;

/// <summary>Zstandard by the system's library.</summary>
internal static partial class Zstd
{
    private const string Library = "libzstd.so.1";
    private const int Level = 3;

    public static int MaxBytes(int length) => (int)Guarded(() => ZSTD_compressBound((nuint)length));

    public static unsafe int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            return (int)Checked(ZSTD_compress(to, (nuint)destination.Length, from, (nuint)source.Length, Level));
        }
    }

    public static unsafe void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        _ = MaxBytes(0);
        fixed (byte* from = source)
        fixed (byte* to = destination)
        {
            var written = Checked(ZSTD_decompress(to, (nuint)destination.Length, from, (nuint)source.Length));
            if (written != (nuint)destination.Length)
                throw new ParquetException($"the zstd data holds {written} bytes, its page says {destination.Length}");
        }
    }

    private static nuint Guarded(Func<nuint> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException e)
        {
            throw new ParquetException($"zstd needs {Library}, which is not installed (Debian: libzstd1)", e);
        }
    }

    private static nuint Checked(nuint result) => ZSTD_isError(result) == 0
        ? result
        : throw new ParquetException($"the zstd data is broken: {Marshal.PtrToStringUTF8(ZSTD_getErrorName(result))}");

    [LibraryImport(Library)]
    private static partial nuint ZSTD_compressBound(nuint size);

    [LibraryImport(Library)]
    private static unsafe partial nuint ZSTD_compress(byte* to, nuint capacity, byte* from, nuint size, int level);

    [LibraryImport(Library)]
    private static unsafe partial nuint ZSTD_decompress(byte* to, nuint capacity, byte* from, nuint size);

    [LibraryImport(Library)]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    private static partial nint ZSTD_getErrorName(nuint code);
}
