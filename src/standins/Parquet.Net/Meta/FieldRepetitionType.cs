namespace Parquet.Meta;

public enum FieldRepetitionType
{
    REQUIRED = 0,
    OPTIONAL = 1,
    REPEATED = 2,
}
