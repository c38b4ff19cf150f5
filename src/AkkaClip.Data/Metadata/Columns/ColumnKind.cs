namespace AkkaClip.Data.Metadata.Columns;

/// <summary>What the values of a column are to a filter and to statistics.</summary>
public enum ColumnKind
{
    /// <summary>Floating-point or decimal.</summary>
    Real,
    Integer,
    Text,
    Boolean,

    /// <summary>Dates, bytes without meaning: carried along, not looked into.</summary>
    Other,
}
