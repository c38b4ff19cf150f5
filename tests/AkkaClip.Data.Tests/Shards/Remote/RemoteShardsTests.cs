using AkkaClip.Core.Runs;
using AkkaClip.Data.Samples;
using AkkaClip.Data.Shards;
using AkkaClip.Data.Shards.Remote;
using AkkaClip.Data.Tests.Samples;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Data.Tests.Shards.Remote;

public sealed class RemoteShardsTests : IAsyncLifetime, IDisposable
{
    private const int Block = BlockCache.BlockBytes;

    private readonly TemporaryFolder _cache = new();
    private RangeServer _server = null!;

    public async Task InitializeAsync() => _server = await RangeServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Any_part_reads_as_in_the_file()
    {
        var bytes = Serve("/a", (3 * Block) + 1234);
        using var shards = Open();
        foreach (var (offset, count) in new[] { (0, 10), (Block - 5, 10), (5, 2 * Block), (bytes.Length - 7, 7), (0, bytes.Length), (42, 0) })
        {
            var read = new byte[count];
            shards.Read(Url("/a"), offset, read);
            Assert.True(read.AsSpan().SequenceEqual(bytes.AsSpan(offset, count)), $"{count} bytes from {offset}");
        }
        Assert.Equal(5, _server.NumRequests); // what it is, and four blocks, each once
    }

    [Fact]
    public void Many_readers_fetch_a_block_once()
    {
        var bytes = Serve("/a", 4 * Block);
        using var shards = Open();
        Parallel.For(0, 64, i =>
        {
            var read = new byte[1000];
            shards.Read(Url("/a"), i * 65_000, read);
            Assert.True(read.AsSpan().SequenceEqual(bytes.AsSpan(i * 65_000, 1000)));
        });
        Assert.Equal(5, _server.NumRequests);
    }

    [Fact]
    public void What_is_kept_is_not_asked_for_by_the_next_process()
    {
        Serve("/a", 2 * Block);
        ReadAll("/a", 2 * Block);
        var before = _server.NumRequests;
        ReadAll("/a", 2 * Block);
        Assert.Equal(before + 1, _server.NumRequests); // whether it is still the same
    }

    [Fact]
    public void A_damaged_block_is_fetched_again()
    {
        var bytes = Serve("/a", 2 * Block);
        ReadAll("/a", 2 * Block);
        var blocks = Assert.Single(Directory.GetFiles(_cache.Root, "*.blocks"));
        using (var file = File.OpenWrite(blocks))
        {
            file.Seek(100, SeekOrigin.Begin);
            file.Write(new byte[50]);
        }
        Assert.Equal(bytes, ReadAll("/a", 2 * Block));
    }

    [Fact]
    public void Another_version_is_read_afresh()
    {
        Serve("/a", 1000, "one");
        ReadAll("/a", 1000);
        var bytes = Serve("/a", 1000, "two", seed: 2);
        Assert.Equal(bytes, ReadAll("/a", 1000));
    }

    [Fact]
    public void A_shard_that_changes_meanwhile_is_an_error()
    {
        Serve("/a", 2 * Block, "one");
        using var shards = Open();
        shards.Read(Url("/a"), 0, new byte[10]);
        Serve("/a", 2 * Block, "two");
        var error = Assert.Throws<DataSourceException>(() => shards.Read(Url("/a"), Block, new byte[10]));
        Assert.Contains("has changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_that_pass_are_not_noticed()
    {
        var bytes = Serve("/a", 1000);
        _server.NumFailures = 4;
        Assert.Equal(bytes, ReadAll("/a", 1000));
    }

    [Fact]
    public void A_server_that_stays_away_is_named()
    {
        Serve("/a", 1000);
        _server.NumFailures = 100;
        var error = Assert.Throws<DataSourceException>(() => ReadAll("/a", 1000));
        Assert.StartsWith(Url("/a"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_and_what_cannot_be_read_in_parts_is_told()
    {
        Assert.Contains("404", Assert.Throws<DataSourceException>(() => ReadAll("/nowhere", 1)).Message, StringComparison.Ordinal);
        Serve("/a", 1000);
        _server.KnowsRanges = false;
        Assert.Contains("whole files only", Assert.Throws<DataSourceException>(() => ReadAll("/a", 1000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_keeps_what_was_opened_last()
    {
        foreach (var (path, age) in new[] { ("/old", 3), ("/middle", 2), ("/new", 1) })
        {
            Serve(path, Block);
            ReadAll(path, Block);
            var map = Directory.GetFiles(_cache.Root, "*.map").OrderByDescending(File.GetLastWriteTimeUtc).First();
            File.SetLastWriteTimeUtc(map, DateTime.UnixEpoch.AddDays(100 - age));
        }
        CacheFolder.Trim(new RemoteCacheOptions(_cache.Root, 2 * Block));
        var before = _server.NumRequests;
        ReadAll("/new", Block);
        ReadAll("/middle", Block);
        Assert.Equal(before + 2, _server.NumRequests);
        ReadAll("/old", Block);
        Assert.Equal(before + 4, _server.NumRequests);
    }

    [Fact]
    public void Samples_of_a_remote_shard_are_those_of_the_file()
    {
        var tar = Tars.Write(Tars.Text("one.txt", "a caption"), ("one.png", Build.Png(30, 20)), Tars.Text("two.txt", "another"), ("two.png", Build.Png(10, 10)));
        _server.Files["/s-0.tar"] = (tar, "1");
        _server.Files["/s-1.tar"] = (tar, "1");
        var spec = Build.Spec(DataFormat.WebDataset, $"{_server.Address}/s-{{0..1}}.tar") with { RemoteCacheFolder = _cache.Root };
        using var source = new WebDatasetSource(spec);
        Assert.Equal(4, source.Count);
        var sample = source.Read(3);
        Assert.Equal(("two", "another"), (sample.Key, sample.Captions.Single()));
        Assert.Equal(Build.Png(10, 10), sample.Image.ToArray());
    }

    private byte[] Serve(string path, int length, string version = "1", int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        _server.Files[path] = (bytes, version);
        return bytes;
    }

    private RemoteShards Open() => new(new RemoteCacheOptions(_cache.Root, 1L << 30), TimeSpan.FromMilliseconds(1));

    private string Url(string path) => _server.Address + path;

    private byte[] ReadAll(string path, int length)
    {
        using var shards = Open();
        var bytes = new byte[length];
        shards.Read(Url(path), 0, bytes);
        return bytes;
    }
}
