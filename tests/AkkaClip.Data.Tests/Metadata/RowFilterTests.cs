using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;
using AkkaClip.Data.Metadata.Selection;
using AkkaClip.Data.Tests.Samples;

namespace AkkaClip.Data.Tests.Metadata;

public sealed class RowFilterTests : IDisposable
{
    private const int NumRows = 950;
    private readonly TestFolder _folder = new();

    public static TheoryData<string, Func<int, bool>> Filters => new()
    {
        { "width >= 256", i => i >= 256 },
        { "256 <= width and width < 300.5", i => i is >= 256 and <= 300 },
        { "similarity >= 0.3 and punsafe < 0.45", i => Score(i) >= 0.3 && (float)(i % 100) / 100 < 0.45 },
        { "not similarity >= 0.3", i => Score(i) < 0.3 },
        { "similarity is null or similarity > 0.9", i => Score(i) is null or > 0.9 },
        { "similarity is not null", i => Score(i) is not null },
        { "height is null and (width = 10 or width = 11 or width = 15)", i => i is 10 or 15 },
        { "width >= height", i => i % 5 != 0 && i >= 1000 - i },
        { "width between 10 and 12", i => i is >= 10 and <= 12 },
        { "width not between 2 and 948", i => i is < 2 or > 948 },
        { "width in (3, 5, 5000)", i => i is 3 or 5 },
        { "width = -1", _ => false },
        { "text like 'a dog, number 1_'", i => i is >= 10 and <= 19 && i % 11 != 0 },
        { "caption like '%DOG%'", _ => false },
        { "text ilike '%DOG%9'", i => i % 10 == 9 && i % 11 != 0 },
        { "text not like '%dog%'", _ => false },
        { "url = 'https://a3.example.org/3.jpg'", i => i == 3 },
        { "\"URL\" in ('https://a3.example.org/3.jpg', 'x')", i => i == 3 },
        { "url < 'https://a1'", i => i % 7 == 0 },
        { "not (width < 900 or text like '%5')", i => i >= 900 && i % 11 != 0 && i % 10 != 5 },
    };

    public static TheoryData<string, int, string> Mistakes => new()
    {
        { "similarity >= ", 14, "a value is missing" },
        { "width >= 10 or similarty > 1", 15, "'similarty' is no column" },
        { "width >= 10 and text > 5", 23, "text is a text, and the number 5 is not" },
        { "width = 'ten'", 8, "width is a number" },
        { "width like '%1'", 0, "'like' is for texts" },
        { "width >= 1 width < 2", 11, "'and' or 'or'" },
        { "(width >= 1", 11, "')' belongs here" },
        { "text = 'a dog", 7, "does not end" },
        { "width >= 1x", 9, "'1x' is no number" },
        { "width ; 1", 6, "';' has no meaning" },
        { "width", 0, "it needs a comparison" },
        { "width >= text", 0, "width is a number, and text a text" },
        { "", 0, "a column is missing" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_keeps_the_rows_for_which_it_holds(string filter, Func<int, bool> holds)
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), NumRows);
        using var file = await MetadataFile.OpenAsync(path, SideOrder.Detect, default);
        var bound = RowFilter.Parse(filter).Bind(file.Schema);

        var kept = new List<int>();
        for (var g = 0; g < file.NumRowGroups; g++)
        {
            var group = file.RowGroup(g);
            var rows = await bound.SelectAsync(group, default);
            Assert.True(rows.Length == 0 || !bound.IsRuledOut(group), "a row group was ruled out that has rows");
            kept.AddRange(rows.Select(r => (int)group.FirstRow + r));
        }

        Assert.Equal(Enumerable.Range(0, NumRows).Where(holds), kept);
    }

    [Theory]
    [InlineData("width >= 850", 8)]
    [InlineData("width < 100 or width > 899", 8)]
    [InlineData("similarity > 2", 10)]
    [InlineData("not width >= 100", 9)]
    [InlineData("text is null", 0)]
    public async Task Row_groups_are_ruled_out_by_their_bounds(string filter, int expected)
    {
        var path = await Laion.NumberedAsync(_folder.File("a.parquet"), NumRows);

        var report = await new SelectionRun([path], SideOrder.Detect, MemoryBudget.Default)
            .RunAsync([new WhereTest(RowFilter.Parse(filter))], null, new Dictionary<string, string>(), null, default);

        Assert.Equal(expected, report.RowGroupsRuledOut);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_with_its_place(string filter, int position, string said)
    {
        using var file = await MetadataFile.OpenAsync(await Laion.NumberedAsync(_folder.File("a.parquet"), 10), SideOrder.Detect, default);

        var mistake = Assert.Throws<FilterException>(() => RowFilter.Parse(filter).Bind(file.Schema));

        Assert.Equal(position, mistake.Position);
        Assert.Contains(said, mistake.Message, StringComparison.Ordinal);
    }

    private static double? Score(int i) => i % 13 == 0 || i % 17 == 0 ? null : i / 1000.0;
}
