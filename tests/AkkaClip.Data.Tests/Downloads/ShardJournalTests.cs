using AkkaClip.Data.Downloads.Shards;
using AkkaClip.Data.Samples;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class ShardJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FileName => Path.Combine(_folder.Root, "00000.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_is_there_again()
    {
        Write(3);
        var (journal, entries) = ShardJournal.Open(FileName);
        using (journal)
        {
            Assert.Equal([0, 1, 2], entries.Select(entry => entry.Index));
            Assert.All(entries, entry => Assert.Equal(Bytes(entry.Index), journal.Read(entry)));
        }
    }

    [Fact]
    public void A_record_that_broke_off_anywhere_costs_itself_alone()
    {
        Write(2);
        var whole = new FileInfo(FileName).Length;
        Write(1, first: 2);
        var all = File.ReadAllBytes(FileName);
        for (var length = whole; length < all.Length; length += 7)
        {
            File.WriteAllBytes(FileName, all[..(int)length]);
            var (journal, entries) = ShardJournal.Open(FileName);
            journal.Append(Entry(9), Bytes(9));
            journal.Dispose();
            Assert.Equal(2, entries.Length);
            var (again, recovered) = ShardJournal.Open(FileName);
            again.Dispose();
            Assert.Equal([0, 1, 9], recovered.Select(entry => entry.Index));
        }
    }

    [Fact]
    public void A_changed_byte_ends_what_is_trusted()
    {
        Write(3);
        var bytes = File.ReadAllBytes(FileName);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(FileName, bytes);
        var (journal, entries) = ShardJournal.Open(FileName);
        journal.Dispose();
        Assert.Equal([0], entries.Select(entry => entry.Index));
    }

    [Fact]
    public void Two_downloads_do_not_write_one_shard()
    {
        var (journal, _) = ShardJournal.Open(FileName);
        using (journal)
            Assert.Contains("another download", Assert.Throws<DataSourceException>(() => ShardJournal.Open(FileName)).Message, StringComparison.Ordinal);
    }

    private void Write(int count, int first = 0)
    {
        var (journal, _) = ShardJournal.Open(FileName);
        using (journal)
        {
            for (var i = first; i < first + count; i++)
                journal.Append(Entry(i), Bytes(i));
        }
    }

    private static JournalEntry Entry(int index) => new() { Index = index, Url = $"http://host/{index}", NumAttempts = 1, Extension = "jpg" };

    private static byte[] Bytes(int index) => [.. Enumerable.Range(0, 100 + index).Select(i => (byte)(i + index))];
}
