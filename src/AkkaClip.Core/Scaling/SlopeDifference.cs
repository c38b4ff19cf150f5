using MathNet.Numerics.Distributions;

namespace AkkaClip.Core.Scaling;

/// <summary>
/// Whether one of two laws scales faster: the difference of their exponents, without assuming that their residuals are spread
/// alike. Student's t has the degrees of freedom of the smaller study, which errs on the side of doubt whatever the spreads are
/// (Mickey and Brown 1966); Satterthwaite's estimate, Welch's test, does not where one study is three models.
/// </summary>
/// <param name="Difference">alpha of the first minus alpha of the second.</param>
/// <param name="Interval">Where the difference lies.</param>
/// <param name="PValue">How often such a difference would be seen if there were none; two-sided.</param>
public sealed record SlopeDifference(double Difference, Interval Interval, double PValue)
{
    /// <summary>Whether the data establish that the exponents differ.</summary>
    public bool IsEstablished => !Interval.Contains(0);

    public static SlopeDifference Between(PowerLaw first, PowerLaw second, double confidence)
    {
        var (a, b) = (first.AlphaStandardError * first.AlphaStandardError, second.AlphaStandardError * second.AlphaStandardError);
        if (a + b == 0)
            return Exact(first.Alpha - second.Alpha);
        var freedom = Math.Min(first.DegreesOfFreedom, second.DegreesOfFreedom);
        var (difference, error) = (first.Alpha - second.Alpha, Math.Sqrt(a + b));
        var half = StudentT.InvCDF(0, 1, freedom, (1 + confidence) / 2) * error;
        return new SlopeDifference(difference, Interval.Around(difference, half), 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(difference) / error));
    }

    // Points that lie on their lines to the last bit leave no doubt.
    private static SlopeDifference Exact(double difference) => new(difference, Interval.Around(difference, 0), difference == 0 ? 1 : 0);
}
