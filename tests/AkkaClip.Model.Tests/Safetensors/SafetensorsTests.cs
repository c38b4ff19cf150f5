using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using AkkaClip.Model.Safetensors;

namespace AkkaClip.Model.Tests.Safetensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        var path = Path.Combine(_folder, "a.safetensors");
        float[] values = [1.5f, -2, float.MaxValue, float.Epsilon, 0, 3];
        SafetensorsWriter.Write(
            path,
            [
                new("matrix", TensorDtype.F32, [2, 3], stream => stream.Write(MemoryMarshal.AsBytes<float>(values))),
                new("scalar", TensorDtype.I64, [], stream => stream.Write(BitConverter.GetBytes(-7L))),
                new("empty", TensorDtype.U8, [0, 4], _ => { }),
                new("bytes", TensorDtype.U8, [3], stream => stream.Write([1, 2, 255])),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["note"] = "\"ä\n" });
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(values, file.ReadFloats("matrix"));
        Assert.Equal<long>([2, 3], file["matrix"].Shape);
        Assert.Equal([-7], file.ReadIntegers("scalar"));
        Assert.Equal([1, 2, 255], file.ReadIntegers("bytes"));
        Assert.Empty(file.ReadIntegers("empty"));
        Assert.Equal("\"ä\n", file.Metadata["note"]);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Narrow_floats_are_widened_exactly()
    {
        var halves = new[] { (Half)1.5, (Half)(-65504), Half.Epsilon, Half.PositiveInfinity };
        ushort[] brains = [0x3FC0, 0xC2C8, 0x0001, 0x7F80];
        var bytes = MemoryMarshal.AsBytes<Half>(halves).ToArray().Concat(MemoryMarshal.AsBytes<ushort>(brains).ToArray());
        using var file = SafetensorsFile.Open(Raw(
            """{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[4],"data_offsets":[8,16]}}""", [.. bytes]));
        Assert.Equal([1.5f, -65504, 5.9604645E-08f, float.PositiveInfinity], file.ReadFloats("h"));
        Assert.Equal([1.5f, -100, 9.1835E-41f, float.PositiveInfinity], file.ReadFloats("b"));
    }

    [Theory]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "'t' ends at byte 8 of 4: the file is truncated")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "4 bytes behind t")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "4 bytes between the header and tensor 't'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"u":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'u' overlaps 't'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'t' of F32 [3] needs 12 bytes and has 8")]
    [InlineData("""{"t":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "'t' has the dtype F31")]
    [InlineData("""{"t":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "'t' has shape")]
    [InlineData("""{"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "'t' has the shape")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "'t' has data_offsets [8, 0]")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "'t' has data_offsets [0]")]
    [InlineData("""{"t":{"shape":[2],"data_offsets":[0,8]}}""", 8, "'t' has no dtype")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}""", 8, "'t' has an unknown field 'code'")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'t' occurs twice")]
    [InlineData("""{"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "is no name")]
    [InlineData("""{"a\u0000b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "'a?b', which is no name")]
    [InlineData("""{"t":7}""", 0, "'t' is no JSON object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__.a is no string")]
    [InlineData("""[]""", 0, "the header is no JSON object")]
    [InlineData("""{"t":""", 0, "the header is not JSON")]
    public void A_damaged_or_hostile_header_is_refused_by_the_tensors_name(string json, int dataBytes, string expected)
    {
        var path = Raw(json, new byte[dataBytes]);
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "0 bytes are too few")]
    [InlineData(new byte[] { 1, 2, 3 }, "3 bytes are too few")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "this is no safetensors file")]
    [InlineData(new byte[] { 100, 0, 0, 0, 0, 0, 0, 0, (byte)'{' }, "it is truncated")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'"', 0xFF, (byte)'"' }, "the header is no")]
    public void A_file_of_something_else_is_refused(byte[] content, string expected)
    {
        var path = Path.Combine(_folder, "x.safetensors");
        File.WriteAllBytes(path, content);
        Assert.Contains(expected, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_clear_error() =>
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(Path.Combine(_folder, "none")));

    [Fact]
    public void A_tensor_of_another_shape_or_type_is_refused_by_name()
    {
        using var file = SafetensorsFile.Open(Raw("""{"t":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.Contains("'t' is [2]; [3] was expected", Refused(() => file.CopyFloats("t", [3], new float[3])), StringComparison.Ordinal);
        Assert.Contains("'t' is I32; F32", Refused(() => file.ReadFloats("t")), StringComparison.Ordinal);
        Assert.Contains("has no tensor 'u'", Refused(() => file.ReadFloats("u")), StringComparison.Ordinal);

        static string Refused(Action action) => Assert.Throws<SafetensorsException>(action).Message;
    }

    [Fact]
    public void A_write_that_fails_leaves_the_earlier_file()
    {
        var path = Path.Combine(_folder, "a.safetensors");
        SafetensorsTensor Tensor(Action<Stream> write) => new("t", TensorDtype.U8, [1], write);
        SafetensorsWriter.Write(path, [Tensor(stream => stream.WriteByte(42))], new Dictionary<string, string>());
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(
            path, [Tensor(_ => throw new IOException("No space left on device"))], new Dictionary<string, string>()));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([42], file.ReadIntegers("t"));
        Assert.Single(Directory.GetFiles(_folder));
    }

    private string Raw(string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        var path = Path.Combine(_folder, "raw.safetensors");
        File.WriteAllBytes(path, [.. length, .. header, .. data]);
        return path;
    }
}
