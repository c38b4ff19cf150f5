namespace AkkaClip.Data.Metadata.Duplicates;

/// <summary>When two rows are the same; the first one stays.</summary>
public enum DuplicateKind
{
    /// <summary>Equal URL.</summary>
    Url,

    /// <summary>Equal text.</summary>
    Text,

    /// <summary>Equal hash of URL and text.</summary>
    Hash,

    /// <summary>URLs that differ in scheme, 'www.', case of the host, fragment, tracking parameters or a closing slash.</summary>
    NearUrl,

    /// <summary>Texts that differ in case, punctuation, white space or compatible forms of letters.</summary>
    NearText,
}
