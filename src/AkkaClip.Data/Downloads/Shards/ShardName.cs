using System.Globalization;

namespace AkkaClip.Data.Downloads.Shards;

/// <summary>Names of a shard's files and samples, those of img2dataset: <c>00012.tar</c>, <c>000120034.jpg</c>.</summary>
internal sealed record ShardName(string Folder, long Number, int RowsPerShard)
{
    public string Stem => Number.ToString("D5", CultureInfo.InvariantCulture);

    public string Tar => Path.Combine(Folder, $"{Stem}.tar");

    public string Table => Path.Combine(Folder, $"{Stem}.parquet");

    /// <summary>Written last: a shard that has it is finished.</summary>
    public string Statistics => Path.Combine(Folder, $"{Stem}_stats.json");

    /// <summary>What is downloaded of a shard that is not finished.</summary>
    public string Journal => Path.Combine(Folder, $"{Stem}.journal");

    /// <param name="index">Of the row in the shard.</param>
    public string Key(int index) => Stem + index.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');

    private int Digits => (RowsPerShard - 1).ToString(CultureInfo.InvariantCulture).Length;
}
