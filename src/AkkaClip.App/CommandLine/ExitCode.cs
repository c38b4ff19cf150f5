namespace AkkaClip.App.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed, through no fault of what was asked.</summary>
    public const int Failure = 1;

    /// <summary>The user's mistake: an unknown verb or option, a bad file, a wrong value.</summary>
    public const int UserError = 2;

    /// <summary>Ended by Ctrl-C, after the step under way and its checkpoint.</summary>
    public const int Interrupted = 130;
}
