using AkkaClip.Core.Sampling;
using AkkaClip.Model.Losses;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Tests.Golden;
using static TorchSharp.torch;

namespace AkkaClip.Model.Tests.Losses;

/// <summary>Against the formulas in double precision, at a batch that takes several tiles.</summary>
public sealed class TiledLossTests
{
    private const int B = 2300;
    private const int D = 3;
    private const double Scale = 8;

    private static readonly double[] U = Units(1);
    private static readonly double[] V = Units(2);

    [Fact]
    public void Clip_loss_over_several_tiles_is_the_formula()
    {
        var (rows, columns) = (new double[B], new double[B]);
        Each((i, j, z) => (rows[i], columns[j]) = (rows[i] + Math.Exp(z), columns[j] + Math.Exp(z)));
        var (loss, gradU, gradV, gradScale) = (0.0, new float[B * D], new float[B * D], 0.0);
        for (var i = 0; i < B; i++)
            loss += (Math.Log(rows[i]) + Math.Log(columns[i]) - (2 * Logit(i, i))) / (2 * B);
        Each((i, j, z) =>
        {
            var g = ((Math.Exp(z) / rows[i]) + (Math.Exp(z) / columns[j]) - (i == j ? 2 : 0)) / (2 * B);
            Accumulate(gradU, gradV, i, j, g);
            gradScale += g * z / Scale;
        });
        Check(new ClipLoss(), 0, loss, gradU, gradV, gradScale);
    }

    [Fact]
    public void Sigmoid_loss_over_several_tiles_is_the_formula()
    {
        const double bias = -3;
        var (loss, gradU, gradV, gradScale) = (0.0, new float[B * D], new float[B * D], 0.0);
        Each((i, j, z) =>
        {
            var sign = i == j ? 1 : -1;
            loss += Math.Log(1 + Math.Exp(-sign * (z + bias))) / B;
            var g = -sign / (1 + Math.Exp(sign * (z + bias))) / B;
            Accumulate(gradU, gradV, i, j, g);
            gradScale += g * z / Scale;
        });
        Check(new SigLipLoss(), bias, loss, gradU, gradV, gradScale);
    }

    private static void Check(IContrastiveLoss kind, double bias, double loss, float[] gradU, float[] gradV, double gradScale)
    {
        using var scope = NewDisposeScope();
        var (images, texts) = (Rows(U), Rows(V));
        var output = kind.Compute(new LossInput(images, texts, 0, B, Scale, bias), rows => rows.alias());
        Closeness.Relative(loss, output.Loss, 1e-6, "loss");
        Closeness.Relative(gradScale, output.ScaleGradient, 1e-4, "scale gradient");
        Closeness.L2(gradU, TensorCopy.ToHost(output.ImageGradients_RD.flatten()), 1e-5, "image gradients");
        Closeness.L2(gradV, TensorCopy.ToHost(output.TextGradients_RD.flatten()), 1e-5, "text gradients");
    }

    private static Tensor Rows(double[] values) => tensor(Array.ConvertAll(values, value => (float)value)).view(B, D);

    private static void Each(Action<int, int, double> visit)
    {
        for (var i = 0; i < B; i++)
        {
            for (var j = 0; j < B; j++)
                visit(i, j, Logit(i, j));
        }
    }

    private static double Logit(int i, int j) =>
        Scale * ((U[i * D] * V[j * D]) + (U[(i * D) + 1] * V[(j * D) + 1]) + (U[(i * D) + 2] * V[(j * D) + 2]));

    private static void Accumulate(float[] gradU, float[] gradV, int i, int j, double g)
    {
        for (var k = 0; k < D; k++)
        {
            gradU[(i * D) + k] += (float)(Scale * g * V[(j * D) + k]);
            gradV[(j * D) + k] += (float)(Scale * g * U[(i * D) + k]);
        }
    }

    private static double[] Units(long stream)
    {
        var random = CounterRandom.For(stream, RandomPurpose.GeneratedData);
        var values = new double[B * D];
        foreach (ref var value in values.AsSpan())
            value = random.NextGaussian();
        for (var row = 0; row < B; row++)
        {
            var norm = Math.Sqrt(values.AsSpan(row * D, D).ToArray().Sum(value => value * value));
            for (var k = 0; k < D; k++)
                values[(row * D) + k] /= norm;
        }

        return values;
    }
}
