using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using AkkaClip.Actors.Progress;
using AkkaClip.Actors.Tests.Fakes;

namespace AkkaClip.Actors.Tests.Progress;

public sealed class MetricsFilesTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static RunEvent.Progressed Progress(long step, double loss) => new(
        "a run", step, 10, 0.5, step * 7, 100, loss, 1e-3, 2, 14.3, 0.01,
        ImmutableSortedDictionary<string, double>.Empty.Add("forward", 0.25), 1, 2, 0, 0);

    [Fact]
    public void Events_are_read_back_as_they_were_even_behind_half_a_line()
    {
        using (var files = new MetricsFiles(_folder.Path, TimeProvider.System))
            files.Append(Progress(1, double.NaN));
        File.AppendAllText(MetricsFiles.LinesPath(_folder.Path), """{"event":"progress","step":2""");
        using (var files = new MetricsFiles(_folder.Path, TimeProvider.System))
            files.Append(new RunEvent.StateChanged("a run", RunState.Training, "again"));

        var events = MetricsFiles.Read(_folder.Path).ToList();

        Assert.Equal(2, events.Count);
        var progress = Assert.IsType<RunEvent.Progressed>(events[0]);
        Assert.Equal(double.NaN, progress.Loss);
        Assert.Equal(0.25, progress.PhaseSeconds["forward"]);
        Assert.Equal(new RunEvent.StateChanged("a run", RunState.Training, "again"), events[1]);
    }

    [Fact]
    public void Two_coordinators_of_which_one_is_deposed_write_behind_each_other()
    {
        using var deposed = new MetricsFiles(_folder.Path, TimeProvider.System);
        using var leading = new MetricsFiles(_folder.Path, TimeProvider.System);
        deposed.Append(Progress(1, 1));
        leading.Append(Progress(2, 2));
        leading.Append(Progress(3, 3));

        deposed.Append(Progress(2, 2));

        Assert.Equal([1, 2, 3, 2], MetricsFiles.Read(_folder.Path).Cast<RunEvent.Progressed>().Select(progress => progress.Step));
        Assert.Equal(4, File.ReadAllLines(MetricsFiles.LinesPath(_folder.Path)).Length);
    }

    [Fact]
    public void Event_files_hold_framed_scalars_that_TensorBoard_reads()
    {
        using (var files = new MetricsFiles(_folder.Path, TimeProvider.System))
            files.Append(Progress(300, 1.5));

        var records = Records(Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "tensorboard"))));

        Assert.Equal(2, records.Count);
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(Field(records[0], 3)!));
        Assert.Equal(300, (long)Varint(records[1], 2));
        var scalars = Repeated(Field(records[1], 5)!, 1).ToDictionary(
            value => Encoding.UTF8.GetString(Field(value, 1)!), value => BinaryPrimitives.ReadSingleLittleEndian(Field(value, 2)));
        Assert.Equal(1.5f, scalars["train/loss"]);
        Assert.Equal(0.25f, scalars["seconds/forward"]);
    }

    [Fact]
    public void The_checksum_is_Castagnolis_masked_as_TFRecord_does()
    {
        const uint check = 0xE3069283; // of "123456789", in the catalogue of CRCs
        Assert.Equal(((check >> 15) | (check << 17)) + 0xa282ead8, EventFileWriter.MaskedCrc32C("123456789"u8));
    }

    /// <summary>Reads TFRecords, and compares both checksums of each.</summary>
    private static List<byte[]> Records(string path)
    {
        var rest = File.ReadAllBytes(path).AsSpan();
        var records = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(EventFileWriter.MaskedCrc32C(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var payload = rest.Slice(12, length);
            Assert.Equal(EventFileWriter.MaskedCrc32C(payload), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            records.Add(payload.ToArray());
            rest = rest[(16 + length)..];
        }

        return records;
    }

    private static byte[]? Field(byte[] message, int number) => Fields(message).FirstOrDefault(field => field.Number == number).Content;

    private static IEnumerable<byte[]> Repeated(byte[] message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Content);

    private static ulong Varint(byte[] message, int number) => BitConverter.ToUInt64(Field(message, number));

    /// <summary>A protocol buffer's fields; varints as eight bytes.</summary>
    private static List<(int Number, byte[] Content)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var key = Read(message, ref at);
            var length = (key & 7) switch { 1 => 8, 5 => 4, 2 => (int)Read(message, ref at), 0 => 0, var other => throw new InvalidDataException($"wire type {other}") };
            fields.Add(((int)(key >> 3), (key & 7) == 0 ? BitConverter.GetBytes(Read(message, ref at)) : message[at..(at += length)]));
        }

        return fields;
    }

    private static ulong Read(byte[] message, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
