using System.IO.Compression;
using System.Text;
using AkkaClip.Data.Downloads;
using AkkaClip.Data.Downloads.Inputs;
using AkkaClip.Data.Samples;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Data.Tests.Downloads;

public sealed class UrlListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt", "http://h/1\n\nhttp://h/2\n", "", "")]
    [InlineData("a.csv", "URL,TEXT,similarity\nhttp://h/1,\"one, two\",0.3\nhttp://h/2,three,0.4\n", "one, two", "three")]
    [InlineData("a.tsv", "similarity\tcaption\turl\n0.3\tone\thttp://h/1\n0.4\ttwo\thttp://h/2\n", "one", "two")]
    [InlineData("a.jsonl", "{\"url\":\"http://h/1\",\"caption\":\"one\",\"similarity\":0.3}\n{\"url\":\"http://h/2\"}\n", "one", "")]
    [InlineData("a.json", "[{\"url\":\"http://h/1\",\"text\":\"one\"},{\"text\":null,\"url\":\"http://h/2\"}]", "one", "")]
    public async Task Every_format_gives_its_rows_in_order(string name, string content, string firstCaption, string secondCaption)
    {
        var rows = await ReadAsync(_folder.File(name, content));
        Assert.Equal([(0, "http://h/1", firstCaption), (1, "http://h/2", secondCaption)], rows.Select(row => (row.Number, row.Url, row.Caption)));
    }

    [Fact]
    public async Task A_packed_file_is_unpacked()
    {
        var path = Path.Combine(_folder.Root, "a.csv.gz");
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await packed.WriteAsync(Encoding.UTF8.GetBytes("url\nhttp://h/1\n"));
        Assert.Equal("http://h/1", Assert.Single(await ReadAsync(path)).Url);
    }

    [Fact]
    public async Task Rows_of_a_folder_are_numbered_through_in_the_order_of_its_names()
    {
        _folder.File("b.txt", "http://h/3\n");
        _folder.File("a.txt", "http://h/1\nhttp://h/2\n");
        _folder.File("notes.md", "not read");
        Assert.Equal([(0, "http://h/1"), (1, "http://h/2"), (2, "http://h/3")], (await ReadAsync(_folder.Root)).Select(row => (row.Number, row.Url)));
    }

    [Fact]
    public async Task Kept_columns_go_along()
    {
        var path = _folder.File("a.csv", "url,similarity,punsafe\nhttp://h/1,0.3,0.1\n");
        var input = UrlList.Open([path], null, null, ["punsafe", "similarity"]);
        Assert.Equal(["0.1", "0.3"], Assert.Single(await input.Rows.ToListAsync()).Fields.AsEnumerable());
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_keeps_the_numbers_of_the_others()
    {
        var rows = await ReadAsync(_folder.File("a.csv", "url,text\n\"open\nhttp://h/1,one\n"));
        Assert.Equal("", Assert.Single(rows).Url);
    }

    [Theory]
    [InlineData("a.csv", "address,text\nhttp://h/1,one\n", "--url-field")]
    [InlineData("a.csv", "", "the table is empty")]
    [InlineData("a.jsonl", "{\"url\":\"http://h/1\"}\nnot json\n", "line 2 is no JSON")]
    [InlineData("a.jsonl", "[1]\n", "line 1 is no object")]
    [InlineData("a.json", "{\"url\":\"http://h/1\"}", "one array of objects")]
    [InlineData("a.xml", "<urls/>", "the format cannot be told")]
    public async Task A_file_that_is_no_list_is_refused_with_the_reason(string name, string content, string expected)
    {
        var refused = await Assert.ThrowsAsync<DataSourceException>(() => ReadAsync(_folder.File(name, content)));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        Assert.Contains("nowhere.csv", (await Assert.ThrowsAsync<DataSourceException>(() => ReadAsync(Path.Combine(_folder.Root, "nowhere.csv")))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DataSourceException>(() => ReadAsync(_folder.Root));
    }

    private static async Task<List<DownloadRow>> ReadAsync(string path) => await UrlList.Open([path], null, null, []).Rows.ToListAsync();
}
