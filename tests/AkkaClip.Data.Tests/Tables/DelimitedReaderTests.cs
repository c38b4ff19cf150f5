using System.Text;
using AkkaClip.Data.Tables;

namespace AkkaClip.Data.Tests.Tables;

public sealed class DelimitedReaderTests
{
    [Fact]
    public void Csv_fields_in_quotes_hold_delimiters_quotes_and_line_breaks()
    {
        var rows = Read("\uFEFFa,b,c\r\n1,\"x, \"\"y\"\"\nz\",\n\n,,\"\"\n4,5 \"six\",7", ',');
        Assert.Equal(
            [["a", "b", "c"], ["1", "x, \"y\"\nz", ""], ["", "", ""], ["4", "5 \"six\"", "7"]],
            rows.Select(row => row.Fields));
        Assert.Equal([1L, 2, 5, 6], rows.Select(row => row.Number));
    }

    [Fact]
    public void Tsv_quotes_mean_themselves_unless_they_enclose_a_field()
    {
        var rows = Read("a\tb\n\"stop\" says the sign\t\"a \"\"b\"\" c\"\n\"unclosed\tx\n", '\t');
        Assert.Equal([["a", "b"], ["\"stop\" says the sign", "a \"b\" c"], ["\"unclosed", "x"]], rows.Select(row => row.Fields));
    }

    [Fact]
    public void A_row_that_is_not_UTF8_is_told_by_its_line_and_the_next_ones_are_read()
    {
        var rows = Read([.. "a\tb\n"u8, (byte)'x', 0xE9, (byte)'\n', .. "1\t2\n"u8], '\t');
        Assert.Equal((2L, "the row is not UTF-8"), (rows[1].Number, rows[1].Problem));
        Assert.Equal(["1", "2"], rows[2].Fields);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_a_problem_of_its_row()
    {
        var rows = Read("a,b\n1,\"open\n2,3\n", ',');
        Assert.Equal((2, 2L), (rows.Count, rows[1].Number));
        Assert.Contains("never closed", rows[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_longer_than_the_buffer_are_whole()
    {
        var field = new string('x', 200_000);
        Assert.Equal([["a", field], [field, "b"]], Read($"a,{field}\n{field},b", ',').Select(row => row.Fields));
    }

    private static List<TableRow> Read(string text, char delimiter) => Read(Encoding.UTF8.GetBytes(text), delimiter);

    private static List<TableRow> Read(byte[] bytes, char delimiter) =>
        [.. new DelimitedReader(new MemoryStream(bytes), "table", delimiter).Rows()];
}
