using System.Text;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Shards;

public sealed class HostileTarTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly OpenFiles _files = new();

    public static TheoryData<string, string, byte[]> Archives => new()
    {
        { "empty", "the file is empty", [] },
        { "text", "this is no tar", Encoding.ASCII.GetBytes(new string('x', 2000)) },
        { "half a header", "truncated", Tars.Header("a.txt", "00000000001")[..300] },
        { "gzip", "compressed", [0x1F, 0x8B, 8, 0, 0] },
        { "wrong checksum", "checksum is wrong", WrongChecksum() },
        { "a terabyte", "truncated", Tars.Header("a.jpg", "77777777777") },
        { "negative octal", "size is no number", Tars.Header("a.jpg", "-0000000001") },
        { "negative binary", "size is no number", Tars.Header("a.jpg", "", change: block => block.AsSpan(124, 12).Fill(0xFF)) },
        { "huge binary", "truncated", Tars.Header("a.jpg", "", change: block => { block[124] = 0x80; block.AsSpan(128, 8).Fill(0x7F); }) },
        { "endless name", "claims", [.. Tars.Header("././@LongLink", "00777777777", 'L'), .. new byte[1024]] },
        { "name that is not UTF-8", "not UTF-8", Tars.Header("a", "0", change: block => block[1] = 0xC3) },
        { "sparse", "sparse", Tars.Header("a.jpg", "0", 'S') },
        { "pax nonsense", "pax header is malformed", Pax("99999 path=x\n") },
        { "pax without number", "pax header is malformed", Pax("path=x\n") },
        { "pax of a negative size", "pax header is malformed", Pax("12 size=-15\n") },
        { "pax sparse", "sparse", [.. Pax("22 GNU.sparse.major=1\n"), .. Tars.Header("a.jpg", "0")] },
        { "pax of a huge size", "truncated", [.. Pax("28 size=9000000000000000000\n"), .. Tars.Header("a.jpg", "0")] },
    };

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void It_is_refused_by_file_and_reason(string name, string reason, byte[] content)
    {
        var path = _folder.Write($"{name}.tar", content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataSourceException>(() => TarArchive.Open(path, _files));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, "it was believed, and memory reserved");
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_through_an_archive_is_truncated_or_ends_between_members()
    {
        var whole = Tars.Write(Tars.Text("a.txt", new string('a', 700)), Tars.Text("b.txt", "b"));
        for (var length = 1; length < 512 * 5; length++)
        {
            var path = _folder.Write($"{length}.tar", whole[..length]);
            // Behind the first member's content (1 + 2 blocks) and behind the second one's (1 + 1).
            if (length is 512 * 3 or 512 * 5 or (>= (512 * 4) + 1 and < 512 * 5) or (>= (512 * 1) + 700 and < 512 * 3))
                Assert.NotEmpty(TarArchive.Open(path, _files).Members);
            else
                Assert.Throws<DataSourceException>(() => TarArchive.Open(path, _files));
        }
    }

    [Fact]
    public void Random_changes_never_do_more_than_an_error()
    {
        var whole = Tars.Write(System.Formats.Tar.TarEntryFormat.Pax, Tars.Text(new string('n', 300) + ".txt", "a"), Tars.Text("b.txt", "b"));
        for (var at = 0; at < whole.Length; at += 3)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x81;
            var path = _folder.Write($"{at}.tar", broken);
            try
            {
                var tar = TarArchive.Open(path, _files);
                Assert.All(tar.Members, member => Assert.InRange(member.Offset + member.Size, 0, broken.Length));
            }
            catch (DataSourceException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] WrongChecksum()
    {
        var block = Tars.Header("a.jpg", "0");
        block[0] = (byte)'b';
        return block;
    }

    private static byte[] Pax(string record)
    {
        var body = new byte[512];
        Encoding.ASCII.GetBytes(record, body);
        return [.. Tars.Header("pax", Convert.ToString(record.Length, 8), 'x'), .. body];
    }
}
