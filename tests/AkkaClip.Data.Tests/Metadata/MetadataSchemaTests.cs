using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Samples;
using Parquet.Schema;

namespace AkkaClip.Data.Tests.Metadata;

public sealed class MetadataSchemaTests
{
    [Theory]
    [InlineData("URL", "url")]
    [InlineData("caption", "text")]
    [InlineData("AESTHETIC_SCORE", "aesthetic")]
    [InlineData("Licence", "license")]
    [InlineData("of_its_own", "OF_ITS_OWN")]
    public void Columns_are_found_by_alias_and_without_case(string own, string asked)
    {
        var schema = MetadataSchema.Of(new ParquetSchema(Laion.Text(own)), "f");

        Assert.Equal(own, schema.Find(asked)!.Field.Name);
        Assert.Null(schema.Find("nothing"));
    }

    [Theory]
    [InlineData(SideOrder.Detect, true, "HEIGHT")]
    [InlineData(SideOrder.Detect, false, "WIDTH")]
    [InlineData(SideOrder.AsNamed, true, "WIDTH")]
    [InlineData(SideOrder.Swapped, false, "HEIGHT")]
    public void Sides_of_the_unjoined_files_are_swapped(SideOrder sides, bool unjoined, string width)
    {
        List<DataField> fields = [Laion.Text("URL"), Laion.Text("TEXT"), new DataField<int>("WIDTH"), new DataField<int>("HEIGHT"), new DataField<double>("similarity"), Laion.Text("LICENSE"), Laion.Text("NSFW")];
        if (!unjoined)
            fields.Add(new DataField<long>("SAMPLE_ID"));

        var schema = MetadataSchema.Of(new ParquetSchema(fields), "f", sides);

        Assert.Equal(width, schema.Find("width")!.Field.Name);
        Assert.Equal(width == "WIDTH" ? "HEIGHT" : "WIDTH", schema.Find("height")!.Field.Name);
    }

    [Fact]
    public void Two_columns_of_one_meaning_are_refused_by_name()
    {
        var refusal = Assert.Throws<DataSourceException>(() => MetadataSchema.Of(new ParquetSchema(Laion.Text("text"), Laion.Text("caption")), "f.parquet"));

        Assert.Contains("text and caption both mean 'text'", refusal.Message, StringComparison.Ordinal);
    }
}
