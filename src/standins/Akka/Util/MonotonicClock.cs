using System.Diagnostics;

namespace Akka.Util;

/// <summary>Time since the process started to count: it never goes back.</summary>
internal static class MonotonicClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static TimeSpan Elapsed => Stopwatch.GetElapsedTime(Start);
}
