using System.Globalization;

namespace AkkaClip.App.Nodes;

/// <summary>Whether this machine's clock is that of the others. Nothing is decided by it, but every record of a run bears its time.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>Nothing where the clocks agree.</summary>
    /// <param name="whose">What the other clock is of.</param>
    /// <param name="theirs">What it says now.</param>
    /// <param name="time">This machine's.</param>
    public static IEnumerable<Finding> Run(string whose, DateTimeOffset theirs, TimeProvider time)
    {
        var ahead = time.GetUtcNow() - theirs;
        if (ahead.Duration() > s_limit)
            yield return Finding.Refusal("clock", string.Create(CultureInfo.InvariantCulture, $"this machine's clock is {ahead.Duration().TotalSeconds:F0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of {whose}; set it, for instance by chrony or systemd-timesyncd"));
    }
}
