namespace AkkaClip.Chaos.Reports;

public static class Quantiles
{
    /// <summary>The smallest of the values that so many of them do not exceed.</summary>
    /// <param name="share">In (0, 1].</param>
    public static TimeSpan Of(IEnumerable<TimeSpan> values, double share)
    {
        TimeSpan[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? TimeSpan.Zero : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
