namespace AkkaClip.Data.Metadata.Filters;

/// <summary>Which values a predicate may have within a row group, going by the bounds in the file.</summary>
[Flags]
internal enum Possible
{
    None = 0,
    False = 1,
    Unknown = 2,
    True = 4,
    Any = False | Unknown | True,
}
