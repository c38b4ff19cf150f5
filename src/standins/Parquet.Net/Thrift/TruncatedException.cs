namespace Parquet.Thrift;

/// <summary>The bytes end within a structure.</summary>
internal sealed class TruncatedException() : ParquetException("the metadata ends within a structure");
