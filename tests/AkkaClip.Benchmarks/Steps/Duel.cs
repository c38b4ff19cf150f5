using System.Diagnostics;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>
/// Two contestants by turns, A B A B, so that whatever else the machine does falls on both. Medians: one disturbed step
/// does not count.
/// </summary>
/// <param name="First">Median seconds of a step.</param>
/// <param name="Second">Median seconds of a step.</param>
internal readonly record struct Duel(double First, double Second)
{
    public static Duel Fight(IContestant first, IContestant second, int repeats)
    {
        // The first steps allocate.
        first.Step();
        second.Step();
        var (times1, times2) = (new double[repeats], new double[repeats]);
        for (var i = 0; i < repeats; i++)
        {
            times1[i] = Time(first);
            times2[i] = Time(second);
        }

        return new Duel(Median(times1), Median(times2));
    }

    private static double Time(IContestant contestant)
    {
        var start = Stopwatch.GetTimestamp();
        contestant.Step();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return (times[times.Length / 2] + times[(times.Length - 1) / 2]) / 2;
    }
}
