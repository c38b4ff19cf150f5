using System.Buffers.Binary;
using System.Text.Json;

namespace AkkaClip.Data.Tests.Images;

/// <summary>The uint8 tensors of a safetensors file.</summary>
internal sealed class GoldenTensors
{
    private readonly Dictionary<string, (int[] Shape, byte[] Data)> _tensors = [];

    public GoldenTensors(string path)
    {
        var file = File.ReadAllBytes(path);
        var headerBytes = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, headerBytes));
        foreach (var tensor in header.RootElement.EnumerateObject())
        {
            if (!tensor.Value.TryGetProperty("dtype", out var type) || type.GetString() != "U8")
                continue;
            var offsets = tensor.Value.GetProperty("data_offsets");
            var range = (8 + headerBytes + offsets[0].GetInt32())..(8 + headerBytes + offsets[1].GetInt32());
            var shape = tensor.Value.GetProperty("shape").EnumerateArray().Select(edge => edge.GetInt32()).ToArray();
            _tensors.Add(tensor.Name, (shape, file[range]));
        }
    }

    public byte[]? Find(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor.Data : null;
}
