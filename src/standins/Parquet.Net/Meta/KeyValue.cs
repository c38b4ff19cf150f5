namespace Parquet.Meta;

public class KeyValue
{
    public string Key { get; set; } = "";

    public string? Value { get; set; }
}
