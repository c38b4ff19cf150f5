using System.Text.Json;

namespace AkkaClip.Data.Downloads;

/// <summary>What follows from a problem.</summary>
public static class DownloadProblems
{
    /// <summary>Whether the same request may succeed a little later. A refusal, an opt-out or a bad image is an answer.</summary>
    public static bool MayPass(this DownloadProblem problem) => problem is
        DownloadProblem.CannotConnect or DownloadProblem.TimedOut or DownloadProblem.ConnectionLost
        or DownloadProblem.RateLimited or DownloadProblem.ServerError;

    /// <summary>Whether a later download may ask again. What an owner has forbidden is never asked for again.</summary>
    public static bool MayBeAskedAgain(this DownloadProblem problem) =>
        problem is not (DownloadProblem.OptedOut or DownloadProblem.DisallowedByRobots);

    /// <summary>Whether the host itself is in trouble, and others of its rows would fare no better now.</summary>
    public static bool ConcernsHost(this DownloadProblem problem) => problem is
        DownloadProblem.CannotConnect or DownloadProblem.TimedOut or DownloadProblem.RateLimited or DownloadProblem.ServerError;

    /// <summary>The name in tables and reports: <c>timed_out</c>.</summary>
    public static string Name(this DownloadProblem problem) => JsonNamingPolicy.SnakeCaseLower.ConvertName(problem.ToString());

    /// <summary>The problem of a <see cref="Name"/>; null for <c>success</c>.</summary>
    public static DownloadProblem? Parse(string name) =>
        name == "success" ? null : Enum.GetValues<DownloadProblem>().Where(problem => problem.Name() == name).Cast<DownloadProblem?>().FirstOrDefault()
            ?? throw new FormatException($"'{name}' is neither success nor a problem of a download");

    /// <summary>img2dataset's status of a row.</summary>
    public static string Status(DownloadProblem? problem) => problem switch
    {
        null => "success",
        >= DownloadProblem.NotAnImage => "failed_to_resize",
        _ => "failed_to_download",
    };
}
