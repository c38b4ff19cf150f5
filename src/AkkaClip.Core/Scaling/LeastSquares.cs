using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace AkkaClip.Core.Scaling;

/// <summary>
/// Ordinary least squares with an intercept, y = a + b x, for one or more regressors, with the textbook's standard errors.
/// Regressors are centred first, which keeps the products small and makes intercept and slopes independent.
/// </summary>
internal sealed class LeastSquares
{
    /// <summary>Share of a regressor's spread that the others must leave unexplained for its slope to mean anything.</summary>
    private const double MinIndependence = 1e-9;

    private readonly Vector<double> _means;
    private readonly Matrix<double> _inverse;

    private LeastSquares(Vector<double> means, Matrix<double> inverse, Vector<double> slopes, double[] y, Vector<double> residuals)
    {
        (_means, _inverse, Slopes, NumPoints) = (means, inverse, slopes, y.Length);
        var mean = y.Average();
        Intercept = mean - slopes.DotProduct(means);
        ResidualSquares = residuals.DotProduct(residuals);
        RSquared = 1 - ResidualSquares / y.Sum(value => (value - mean) * (value - mean));
    }

    public int NumPoints { get; }

    public double Intercept { get; }

    public Vector<double> Slopes { get; }

    public double ResidualSquares { get; }

    public double RSquared { get; }

    public int DegreesOfFreedom => NumPoints - Slopes.Count - 1;

    public double Variance => ResidualSquares / DegreesOfFreedom;

    /// <summary>The fit; null: fewer than one point more than unknowns, or regressors that do not vary on their own.</summary>
    /// <param name="x">A row of regressors for each point.</param>
    /// <param name="y">What they explain.</param>
    public static LeastSquares? TryFit(double[][] x, double[] y)
    {
        if (x.Length == 0 || x.Length < x[0].Length + 2)
            return null;
        var raw = Matrix<double>.Build.DenseOfRowArrays(x);
        var means = raw.ColumnSums() / x.Length;
        var centred = Matrix<double>.Build.Dense(x.Length, means.Count, (row, column) => raw[row, column] - means[column]);
        var products = centred.TransposeThisAndMultiply(centred);
        if (!IsIndependent(products, means))
            return null;
        var inverse = products.Inverse();
        var centredY = Vector<double>.Build.DenseOfArray(y) - y.Average();
        var slopes = inverse * centred.TransposeThisAndMultiply(centredY);
        return new LeastSquares(means, inverse, slopes, y, centredY - (centred * slopes));
    }

    public double StandardError(int slope) => Math.Sqrt(Variance * _inverse[slope, slope]);

    public double At(params double[] x) => Intercept + Slopes.DotProduct(Vector<double>.Build.DenseOfArray(x));

    /// <summary>Half the width of the interval in which another point at <paramref name="x"/> is expected.</summary>
    public double PredictionHalfWidth(double confidence, params double[] x)
    {
        var away = Vector<double>.Build.DenseOfArray(x) - _means;
        return Quantile(confidence) * Math.Sqrt(Variance * (1 + (1.0 / NumPoints) + away.DotProduct(_inverse * away)));
    }

    /// <summary>How many standard errors an interval of this confidence reaches to either side.</summary>
    public double Quantile(double confidence) => StudentT.InvCDF(0, 1, DegreesOfFreedom, (1 + confidence) / 2);

    private static bool IsIndependent(Matrix<double> products, Vector<double> means)
    {
        var spread = products.Diagonal();
        for (var i = 0; i < spread.Count; i++)
        {
            if (spread[i] <= MinIndependence * (1 + (means[i] * means[i])))
                return false;
        }
        return products.Determinant() > MinIndependence * spread.Aggregate(1.0, (product, value) => product * value);
    }
}
