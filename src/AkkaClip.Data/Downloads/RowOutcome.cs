using AkkaClip.Data.Downloads.Pictures;

namespace AkkaClip.Data.Downloads;

/// <summary>The end of a row: a picture, or why there is none.</summary>
/// <param name="Picture">The picture; null: there is none.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Detail">What exactly, for people.</param>
/// <param name="NumAttempts">Requests that were made for it, redirects aside.</param>
public sealed record RowOutcome(PictureOutcome.Made? Picture, DownloadProblem? Problem, string? Detail, int NumAttempts)
{
    public static RowOutcome Success(PictureOutcome.Made picture, int numAttempts) => new(picture, null, null, numAttempts);

    public static RowOutcome Failure(DownloadProblem problem, string detail, int numAttempts) => new(null, problem, detail, numAttempts);
}
