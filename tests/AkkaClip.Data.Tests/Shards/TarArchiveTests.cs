using System.Formats.Tar;
using System.Text;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.TestSupport;

namespace AkkaClip.Data.Tests.Shards;

public sealed class TarArchiveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly OpenFiles _files = new(limit: 2);

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(TarEntryFormat.V7, 60)]
    [InlineData(TarEntryFormat.Ustar, 90)]
    [InlineData(TarEntryFormat.Gnu, 400)]
    [InlineData(TarEntryFormat.Pax, 400)]
    public void Members_of_every_format_are_found_under_their_long_names(TarEntryFormat format, int nameLength)
    {
        var folder = string.Concat(Enumerable.Repeat("f/", (nameLength - 20) / 2));
        (string, byte[])[] members = [.. Enumerable.Range(0, 5).Select(i => ($"{folder}{i}.txt", Encoding.UTF8.GetBytes(new string('x', 300 * i))))];
        var tar = TarArchive.Open(_folder.Write("a.tar", Tars.Write(format, members)), _files);
        Assert.Equal(members.Select(member => member.Item1), tar.Members.Select(member => member.Name));
        foreach (var (name, content) in members)
        {
            Assert.True(tar.TryFind(name, out var member));
            Assert.Equal(content, tar.Read(member));
        }
    }

    [Fact]
    public void Other_kinds_of_members_are_passed_over()
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "c" }));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "folder/"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../../file") { DataStream = new MemoryStream([1]) });
        }
        var tar = TarArchive.Open(_folder.Write("a.tar", stream.ToArray()), _files);
        Assert.Equal("../../file", Assert.Single(tar.Members).Name);
    }

    [Fact]
    public void The_index_is_built_once_and_again_when_the_tar_has_changed()
    {
        var path = _folder.Write("a.tar", Tars.Write(Tars.Text("one.txt", "1")));
        Assert.True(TarArchive.Open(path, _files).IsIndexed);
        var index = ShardIndexFile.PathFor(path);
        var written = File.GetLastWriteTimeUtc(index);
        Assert.Equal("one.txt", TarArchive.Open(path, _files).Members[0].Name);
        Assert.Equal(written, File.GetLastWriteTimeUtc(index));

        File.WriteAllBytes(path, Tars.Write(Tars.Text("two.txt", "2")));
        File.SetLastWriteTimeUtc(path, written.AddSeconds(1));
        Assert.Equal("two.txt", TarArchive.Open(path, _files).Members[0].Name);
    }

    [Fact]
    public void A_damaged_index_is_not_believed()
    {
        var path = _folder.Write("a.tar", Tars.Write(Tars.Text("one.txt", "1"), Tars.Text("two.txt", "2")));
        TarArchive.Open(path, _files);
        var index = ShardIndexFile.PathFor(path);
        var whole = File.ReadAllBytes(index);
        for (var at = 0; at < whole.Length; at++)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x10;
            File.WriteAllBytes(index, broken);
            Assert.Equal(["one.txt", "two.txt"], TarArchive.Open(path, _files).Members.Select(member => member.Name));
        }
        File.WriteAllBytes(index, whole[..(whole.Length / 2)]);
        Assert.Equal(2, TarArchive.Open(path, _files).Members.Count);
    }

    [Fact]
    public void Where_no_index_can_be_written_the_tar_is_read_all_the_same()
    {
        var path = _folder.Write("a.tar", Tars.Write(Tars.Text("one.txt", "1")));
        // A folder of the index's name: also root cannot write over it.
        Directory.CreateDirectory(ShardIndexFile.PathFor(path));
        var tar = TarArchive.Open(path, _files);
        Assert.False(tar.IsIndexed);
        Assert.Equal("one.txt", Assert.Single(tar.Members).Name);
        Assert.Equal(["a.tar"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void More_tars_than_files_may_be_open_are_read_by_several_threads()
    {
        var tars = Enumerable.Range(0, 6)
            .Select(i => TarArchive.Open(_folder.Write($"{i}.tar", Tars.Write(Tars.Text("x.txt", $"content {i}"))), _files)).ToArray();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var tar = tars[i % tars.Length];
            Assert.Equal($"content {i % tars.Length}", Encoding.UTF8.GetString(tar.Read(tar.Members[0])));
        });
    }

    [Fact]
    public void A_tar_that_became_shorter_is_an_error_that_names_it()
    {
        var path = _folder.Write("a.tar", Tars.Write(Tars.Text("one.txt", new string('1', 5000))));
        var tar = TarArchive.Open(path, _files);
        File.WriteAllBytes(path, new byte[600]);
        var error = Assert.Throws<DataSourceException>(() => tar.Read(tar.Members[0]));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Every_archive_of_other_writers_is_listed_as_the_framework_lists_it()
    {
        foreach (var path in Directory.EnumerateFiles(TestData.Require("captions"), "*.tar", SearchOption.AllDirectories))
        {
            var copy = _folder.Write(Path.GetFileName(path), File.ReadAllBytes(path));
            using var reader = new TarReader(File.OpenRead(path));
            var expected = new List<(string, long)>();
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    expected.Add((entry.Name, entry.Length));
            }
            Assert.Equal(expected, TarArchive.Open(copy, _files).Members.Select(member => (member.Name, (long)member.Size)));
        }
    }
}
