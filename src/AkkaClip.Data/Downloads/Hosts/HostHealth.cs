namespace AkkaClip.Data.Downloads.Hosts;

/// <summary>
/// What a host's answers say about the host: after each failure that concerns it as a whole it is left alone, twice as long
/// each time, and after many without a success it is given up for some minutes. Pure: time is an argument.
/// </summary>
internal sealed record HostHealth
{
    /// <summary>So many failures in a row mean that nobody is there.</summary>
    public const int MaxFailures = 12;

    public static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_firstRest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_givenUp = TimeSpan.FromMinutes(5);

    public static HostHealth Good { get; } = new();

    public int NumFailures { get; private init; }

    private DateTimeOffset LastFailure { get; init; }

    public DownloadProblem? LastProblem { get; private init; }

    /// <summary>Rows of the host fail without being asked for until then.</summary>
    public DateTimeOffset GivenUpUntil { get; private init; }

    public bool IsGivenUp(DateTimeOffset now) => now < GivenUpUntil;

    /// <summary>After a failure: the new health, and how long the host is left alone.</summary>
    /// <param name="problem">One that concerns the host.</param>
    /// <param name="retryAfter">What the host asked for, if it did.</param>
    /// <param name="asked">When the request was sent: those under way together fail together, and count once.</param>
    /// <param name="now">The time.</param>
    public (HostHealth Health, TimeSpan Pause) Failed(DownloadProblem problem, TimeSpan? retryAfter, DateTimeOffset asked, DateTimeOffset now)
    {
        if (asked < LastFailure)
            return (this, retryAfter ?? TimeSpan.Zero);
        var failures = NumFailures + 1;
        var rest = Longer(Shorter(s_firstRest * Math.Pow(2, Math.Min(failures - 1, 10)), MaxRest), retryAfter ?? TimeSpan.Zero);
        // One that asks for an hour is as good as gone.
        var givenUp = failures >= MaxFailures || rest > MaxRest * 2;
        return (
            new HostHealth { NumFailures = failures, LastFailure = now, LastProblem = problem, GivenUpUntil = givenUp ? now + Longer(rest, s_givenUp) : GivenUpUntil },
            givenUp ? TimeSpan.Zero : rest);
    }

    private static TimeSpan Longer(TimeSpan first, TimeSpan second) => first > second ? first : second;

    private static TimeSpan Shorter(TimeSpan first, TimeSpan second) => first < second ? first : second;
}
