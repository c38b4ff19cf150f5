using System.Buffers.Binary;
using System.Text.Json;

namespace AkkaClip.Model.Safetensors;

/// <summary>Writes safetensors files. A file appears under its name only when it is whole and on the disk.</summary>
public static class SafetensorsWriter
{
    /// <summary>The data starts at a multiple of so many bytes, so that a mapped tensor is aligned.</summary>
    private const int Alignment = 8;

    /// <exception cref="IOException">The disk is full, or the folder cannot be written; an earlier file stays as it was.</exception>
    public static void Write(
        string path, IReadOnlyCollection<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        // Wide elements first keep all of them aligned; then by name, so that equal content is an equal file.
        var ordered = tensors
            .OrderByDescending(tensor => tensor.Dtype.NumBytes())
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)
            .ToArray();
        var partial = $"{path}.partial";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                stream.Write(Header(ordered, metadata));
                foreach (var tensor in ordered)
                    WriteTensor(stream, tensor);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private static void WriteTensor(FileStream stream, SafetensorsTensor tensor)
    {
        var start = stream.Position;
        tensor.WriteTo(stream);
        var written = stream.Position - start;
        if (written != tensor.NumBytes)
            throw new InvalidOperationException($"Tensor '{tensor.Name}' has {tensor.NumBytes} bytes, and {written} were written.");
    }

    private static byte[] Header(IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new MemoryStream();
        json.Write(stackalloc byte[Alignment]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
                WriteMetadata(writer, metadata);
            var start = 0L;
            foreach (var tensor in tensors)
                start = WriteEntry(writer, tensor, start);
            writer.WriteEndObject();
        }

        while (json.Length % Alignment != 0)
            json.WriteByte((byte)' ');
        var header = json.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - Alignment);
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteStartObject("__metadata__");
        foreach (var (name, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter writer, SafetensorsTensor tensor, long start)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.Dtype.ToString());
        writer.WriteStartArray("shape");
        foreach (var extent in tensor.Shape)
            writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(start);
        writer.WriteNumberValue(start + tensor.NumBytes);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return start + tensor.NumBytes;
    }
}
