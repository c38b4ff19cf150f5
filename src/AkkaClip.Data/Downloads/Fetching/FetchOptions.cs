namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>How one image is asked for.</summary>
public sealed record FetchOptions
{
    /// <summary>Names the program and where its purpose is explained, so that owners of hosts can decide.</summary>
    public string UserAgent { get; init; } = "AkkaClip/1.0 (image-text research; honours robots.txt and noai)";

    /// <summary>The product's name as robots.txt and X-Robots-Tag address it.</summary>
    public string RobotsName { get; init; } = "akkaclip";

    /// <summary>From the name to a connection, encryption included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The whole request, its body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No more of a body is read.</summary>
    public int MaxBytes { get; init; } = 20 << 20;

    public int MaxRedirects { get; init; } = 5;

    /// <summary>Whether addresses of one's own network may be asked; for tests and mirrors inside.</summary>
    public bool AllowPrivateAddresses { get; init; }

    public bool HonourRobots { get; init; } = true;

    /// <summary>Words of <c>X-Robots-Tag</c> that forbid the use.</summary>
    public IReadOnlySet<string> OptOuts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "noai", "noimageai", "noindex", "noimageindex", "none" };

    /// <summary>Connections to one host.</summary>
    public int MaxConnectionsPerHost { get; init; } = 8;
}
