namespace Parquet.Schema;

public enum DateTimeTimeUnit
{
    Millis,
    Micros,
    Nanos,
}
