namespace Parquet;

/// <summary>How columns are mapped to .NET types, and how they are encoded.</summary>
public class ParquetOptions
{
    /// <summary>Byte arrays without an annotation are read as strings.</summary>
    public bool TreatByteArrayAsString { get; set; }

    /// <summary>INT96 is read as a date and time, as Impala and Spark write it; otherwise as an integer.</summary>
    public bool TreatBigIntegersAsDates { get; set; } = true;

    public bool UseDictionaryEncoding { get; set; } = true;

    /// <summary>The largest share of distinct values with which a column gets a dictionary.</summary>
    public double DictionaryEncodingThreshold { get; set; } = 0.8;

    /// <summary>32- and 64-bit integers without a dictionary are written as differences.</summary>
    public bool UseDeltaBinaryPackedEncoding { get; set; } = true;
}
