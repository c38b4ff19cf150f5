using AkkaClip.Model.Fused.Native;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

public sealed unsafe class LayerNormTests
{
    private const double Epsilon = 1e-5;

    [KernelTheory]
    [InlineData(1, 5)]
    [InlineData(7, 16)]
    [InlineData(90, 77)]
    public void A_row_gets_mean_zero_and_deviation_one_then_weight_and_bias(int rows, int width)
    {
        var run = new Run(rows, width);
        Sample.Equal(i => Norm(run, Sample.Doubles(run.X), i), run.Y, 2e-6);
        Kernels.LayerNormRepeat(
            run.X.Address(), run.Weight.Address(), run.Bias.Address(), run.Mean.Address(), run.Rstd.Address(),
            run.Again.Address(), rows, width);
        Assert.Equal(run.Y, run.Again);
    }

    [KernelTheory]
    [InlineData(1, 5)]
    [InlineData(3, 16)]
    [InlineData(40, 21)]
    public void The_gradients_are_the_slopes(int rows, int width)
    {
        var run = new Run(rows, width);
        float[] gradY = Sample.Floats(9, rows * width), gradX = Sample.Floats(10, rows * width);
        float[] gradWeight = Sample.Floats(11, width), gradBias = Sample.Floats(12, width);
        var (beforeX, beforeWeight, beforeBias) = ((float[])gradX.Clone(), (float[])gradWeight.Clone(), (float[])gradBias.Clone());
        Kernels.LayerNormBackward(
            gradY.Address(), run.X.Address(), run.Weight.Address(), run.Mean.Address(), run.Rstd.Address(), gradX.Address(),
            gradWeight.Address(), gradBias.Address(), rows, width, accumulate: 1);

        double RowLoss(double[] x, int row) =>
            Enumerable.Range(row * width, width).Sum(i => gradY[i] * Norm(run, x, i));
        var at = Sample.Doubles(run.X);
        Sample.Equal(i => beforeX[i] + Sample.Slope(x => RowLoss(x, i / width), at, i), gradX, 2e-5);
        Sample.Equal(
            j => beforeWeight[j] + Enumerable.Range(0, rows).Sum(row => gradY[(row * width) + j] * Normal(run, at, (row * width) + j)),
            gradWeight, 2e-5);
        Sample.Equal(j => beforeBias[j] + Enumerable.Range(0, rows).Sum(row => (double)gradY[(row * width) + j]), gradBias, 2e-5);
    }

    private static double Norm(Run run, double[] x, int i) =>
        (Normal(run, x, i) * run.Weight[i % run.Width]) + run.Bias[i % run.Width];

    private static double Normal(Run run, double[] x, int i)
    {
        var row = x.AsSpan(i / run.Width * run.Width, run.Width).ToArray();
        var mean = row.Average();
        return (x[i] - mean) / Math.Sqrt(row.Average(value => Math.Pow(value - mean, 2)) + Epsilon);
    }

    private sealed class Run
    {
        public Run(int rows, int width)
        {
            Width = width;
            (X, Weight, Bias) = (Sample.Floats(1, rows * width, 3), Sample.Floats(2, width), Sample.Floats(3, width));
            (Y, Again) = (Sample.Zeros(rows * width), Sample.Zeros(rows * width));
            (Mean, Rstd) = (Sample.Zeros(rows), Sample.Zeros(rows));
            Kernels.LayerNormForward(
                X.Address(), Weight.Address(), Bias.Address(), Y.Address(), Mean.Address(), Rstd.Address(), rows, width, 1e-5f);
        }

        public int Width { get; }

        public float[] X { get; }

        public float[] Weight { get; }

        public float[] Bias { get; }

        public float[] Y { get; }

        public float[] Again { get; }

        public float[] Mean { get; }

        public float[] Rstd { get; }
    }
}
