using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AkkaClip.Model.Safetensors;

/// <summary>A safetensors file, mapped into memory. The header is validated whole before any tensor is handed out.</summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly FrozenDictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, SafetensorsHeader header, MemoryMappedFile file, long headerBytes)
    {
        Path = path;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _byName = header.Entries.ToFrozenDictionary(entry => entry.Name);
        _file = file;
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _data = start + _view.PointerOffset + headerBytes;
    }

    public string Path { get; }

    /// <summary>All tensors, in the order of their data.</summary>
    public ImmutableArray<SafetensorsEntry> Entries { get; }

    /// <summary>The file's <c>__metadata__</c>; empty if it has none.</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <exception cref="SafetensorsException">The file cannot be read, or is truncated, damaged, or something else.</exception>
    public static SafetensorsFile Open(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var (header, headerBytes) = ReadHeader(path, handle);
            var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            return new SafetensorsFile(path, header, file, headerBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException(path, $"cannot be read ({exception.Message})", exception);
        }
    }

    public bool TryGet(string name, out SafetensorsEntry? entry) => _byName.TryGetValue(name, out entry);

    /// <exception cref="SafetensorsException">The file has no such tensor.</exception>
    public SafetensorsEntry this[string name] =>
        _byName.TryGetValue(name, out var entry) ? entry : throw new SafetensorsException(Path, $"has no tensor '{name}'");

    /// <summary>A part of a tensor's bytes, without a copy. Not to be used after disposal.</summary>
    public ReadOnlySpan<byte> Bytes(SafetensorsEntry entry, long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, entry.NumBytes);
        return new ReadOnlySpan<byte>(_data + entry.Start + first, count);
    }

    /// <summary>Reads a tensor of F32, F16 or BF16 as fp32.</summary>
    /// <param name="shape">What the tensor's shape must be.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, or its shape or type is another.</exception>
    public void CopyFloats(string name, ReadOnlySpan<long> shape, Span<float> destination)
    {
        var entry = this[name];
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new SafetensorsException(
                Path, $"tensor '{name}' is [{string.Join(", ", entry.Shape)}]; [{string.Join(", ", shape.ToArray())}] was expected");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, entry.NumElements);
        FloatConversion.Widen(this, entry, destination);
    }

    /// <summary>Reads a tensor of F32, F16 or BF16 as fp32, whatever its shape.</summary>
    public float[] ReadFloats(string name)
    {
        var entry = this[name];
        var values = new float[entry.NumElements];
        CopyFloats(name, entry.Shape.AsSpan(), values);
        return values;
    }

    /// <summary>Reads a tensor of I64, I32 or U8 as integers.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, or its type is another.</exception>
    public long[] ReadIntegers(string name)
    {
        var entry = this[name];
        var bytes = Bytes(entry, 0, checked((int)entry.NumBytes));
        return entry.Dtype switch
        {
            TensorDtype.I64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            TensorDtype.I32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), value => (long)value),
            TensorDtype.U8 => Array.ConvertAll(bytes.ToArray(), value => (long)value),
            _ => throw new SafetensorsException(Path, $"tensor '{name}' is {entry.Dtype}; I64, I32 or U8 was expected"),
        };
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static (SafetensorsHeader Header, long HeaderBytes) ReadHeader(string path, SafeFileHandle handle)
    {
        var fileBytes = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (RandomAccess.Read(handle, prefix, 0) < LengthBytes)
            throw new SafetensorsException(path, $"{fileBytes} bytes are too few for a safetensors file");
        var jsonBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (jsonBytes > SafetensorsHeader.MaxBytes)
            throw new SafetensorsException(path, $"the header claims {jsonBytes} bytes: this is no safetensors file");
        if ((long)jsonBytes > fileBytes - LengthBytes)
            throw new SafetensorsException(path, $"the header claims {jsonBytes} bytes and the file has {fileBytes}: it is truncated");
        var json = new byte[jsonBytes];
        for (var read = 0; read < json.Length;)
        {
            var count = RandomAccess.Read(handle, json.AsSpan(read), LengthBytes + read);
            if (count == 0)
                throw new SafetensorsException(path, "was cut while it was read");
            read += count;
        }

        var headerBytes = LengthBytes + (long)jsonBytes;
        return (SafetensorsHeader.Parse(path, json, fileBytes - headerBytes), headerBytes);
    }
}
