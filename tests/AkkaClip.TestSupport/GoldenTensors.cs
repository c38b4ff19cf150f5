using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AkkaClip.TestSupport;

/// <summary>The arrays of one safetensors file of the test data, read by the plain rules of the format and independent of the product's reader.</summary>
public sealed class GoldenTensors
{
    private const int LengthBytes = 8;

    private readonly byte[] file;
    private readonly JsonElement header;
    private readonly int dataStart;

    private GoldenTensors(byte[] file)
    {
        this.file = file;
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        header = JsonDocument.Parse(file.AsMemory(LengthBytes, headerLength)).RootElement;
        dataStart = LengthBytes + headerLength;
    }

    public static GoldenTensors Open(string path) => new(File.ReadAllBytes(path));

    public bool Contains(string name) => header.TryGetProperty(name, out _);

    public int[] Shape(string name) => [.. header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];

    public float[] Floats(string name) => Read<float>(name, "F32");

    public long[] Longs(string name) => Read<long>(name, "I64");

    public byte[] Bytes(string name) => Read<byte>(name, "U8");

    private T[] Read<T>(string name, string type)
        where T : unmanaged
    {
        var entry = header.GetProperty(name);
        if (entry.GetProperty("dtype").GetString() != type)
            throw new InvalidDataException($"{name} is {entry.GetProperty("dtype")}, not {type}");

        var first = entry.GetProperty("data_offsets")[0].GetInt32();
        var end = entry.GetProperty("data_offsets")[1].GetInt32();
        return MemoryMarshal.Cast<byte, T>(file.AsSpan(dataStart + first, end - first)).ToArray();
    }
}
