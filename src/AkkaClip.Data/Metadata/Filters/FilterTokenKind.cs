namespace AkkaClip.Data.Metadata.Filters;

internal enum FilterTokenKind
{
    /// <summary>A column or a word of the language.</summary>
    Word,

    /// <summary>A column in double quotes.</summary>
    Name,

    /// <summary>In single quotes.</summary>
    Text,
    Number,
    Sign,
    End,
}
