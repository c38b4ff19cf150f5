using System.Globalization;

namespace AkkaClip.Benchmarks.Collectives;

/// <summary>What one process says of one measurement, as a line.</summary>
/// <param name="Seconds">The best time.</param>
/// <param name="CpuSeconds">What it computed, on average: other programs of the machine disturb this little.</param>
internal readonly record struct MemberTimes(double Seconds, double CpuSeconds)
{
    public static MemberTimes Parse(string line)
    {
        var parts = line.Split(' ');
        return new MemberTimes(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:R} {CpuSeconds:R}");
}
