namespace AkkaClip.Data.Downloads;

/// <summary>Why a row has no sample. The list is closed, so that the counts of many downloads add up.</summary>
public enum DownloadProblem
{
    /// <summary>No URL, or none of http or https.</summary>
    BadUrl,

    /// <summary>The name leads to an address that is not public: loopback, private, link-local or reserved.</summary>
    ForbiddenAddress,

    /// <summary>The name does not exist.</summary>
    UnknownHost,

    /// <summary>Nobody accepts the connection.</summary>
    CannotConnect,

    /// <summary>The connection cannot be encrypted: certificate, protocol version.</summary>
    TlsFailed,

    /// <summary>Connecting, waiting for the answer or its body took too long.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer did, or what came was no HTTP.</summary>
    ConnectionLost,

    /// <summary>The answers only ever point elsewhere.</summary>
    TooManyRedirects,

    /// <summary>404 or 410.</summary>
    NotFound,

    /// <summary>Another answer that says no: 401, 403, 451.</summary>
    Refused,

    /// <summary>429: the host asks for fewer requests.</summary>
    RateLimited,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>The answer's headers forbid the use for machine learning or indexing.</summary>
    OptedOut,

    /// <summary>The host's robots.txt forbids the path.</summary>
    DisallowedByRobots,

    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>Neither JPEG, PNG nor WebP.</summary>
    NotAnImage,

    /// <summary>The image cannot be decoded: truncated, corrupt, or of a kind without support.</summary>
    UndecodableImage,

    /// <summary>The image claims more pixels than the limit.</summary>
    OversizedImage,

    /// <summary>The image has fewer pixels on an edge than asked for.</summary>
    TooSmall,

    /// <summary>The image is too long for its width.</summary>
    BadAspectRatio,
}
