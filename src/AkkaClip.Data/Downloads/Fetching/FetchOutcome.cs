namespace AkkaClip.Data.Downloads.Fetching;

/// <summary>What became of one request.</summary>
public abstract record FetchOutcome
{
    private FetchOutcome()
    {
    }

    /// <param name="Bytes">The body; what it is has been looked at by its first bytes only.</param>
    public sealed record Fetched(byte[] Bytes) : FetchOutcome;

    public sealed record Redirected(Uri To) : FetchOutcome;

    /// <param name="Problem">The kind.</param>
    /// <param name="Detail">What exactly, for people.</param>
    /// <param name="RetryAfter">How long the host wants to be left alone, where it said so.</param>
    public sealed record Failed(DownloadProblem Problem, string Detail, TimeSpan? RetryAfter = null) : FetchOutcome;
}
