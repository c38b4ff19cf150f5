namespace Parquet;

/// <summary>What a file may ask for at most. Claims beyond are refused before anything of that size is allocated.</summary>
internal static class ReadLimits
{
    public const int MaxFooterBytes = 128 << 20;

    /// <summary>Of one page, after decompression.</summary>
    public const int MaxPageBytes = 256 << 20;

    public const int MaxPageHeaderBytes = 16 << 20;

    /// <summary>Rows of a column within one row group, nested ones with their repetitions. The largest default of a known writer.</summary>
    public const int MaxChunkValues = 1 << 26;

    /// <summary>Pages of a column within one row group after decompression, and the bytes of its decoded texts.</summary>
    public const long MaxChunkBytes = 1L << 30;

    public const int MaxSchemaDepth = 64;
}
