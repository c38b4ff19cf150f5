namespace AkkaClip.Core.Scaling;

/// <summary>Least squares of relative errors, sum (1 - (p u + q v) / y)^2, with p and q not below 0.</summary>
internal readonly record struct NonNegativePair(double P, double Q, double Squares)
{
    public static NonNegativePair Solve(ReadOnlySpan<double> u, ReadOnlySpan<double> v, ReadOnlySpan<double> y)
    {
        double uu = 0, uv = 0, vv = 0, u1 = 0, v1 = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var (a, b) = (u[i] / y[i], v[i] / y[i]);
            uu += a * a;
            uv += a * b;
            vv += b * b;
            u1 += a;
            v1 += b;
        }
        var determinant = (uu * vv) - (uv * uv);
        var (p, q) = determinant > 1e-14 * uu * vv ? (((u1 * vv) - (v1 * uv)) / determinant, ((v1 * uu) - (u1 * uv)) / determinant) : (0, v1 / vv);
        if (p < 0)
            (p, q) = (0, v1 / vv);
        else if (q < 0)
            (p, q) = (u1 / uu, 0);
        return new NonNegativePair(p, q, SquaresOf(u, v, y, p, q));
    }

    private static double SquaresOf(ReadOnlySpan<double> u, ReadOnlySpan<double> v, ReadOnlySpan<double> y, double p, double q)
    {
        double sum = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var off = 1 - (((p * u[i]) + (q * v[i])) / y[i]);
            sum += off * off;
        }
        return sum;
    }
}
