using System.Collections.Immutable;
using AkkaClip.Model.Configs;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Tests.Replicas;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaClip.Model.Tests.Optimization;

public sealed class PlainAdamWTests
{
    /// <summary>Gradient buffers long enough for libtorch to share a sum out to threads.</summary>
    private static readonly ModelConfig Wide = TinyModel.Config with { Text = TinyModel.Config.Text with { VocabSize = 100_003 } };

    [Fact]
    public void The_norm_has_the_same_bits_whatever_the_number_of_threads()
    {
        var options = TinyModel.Options(Wide);
        using var replica = TinyModel.Create(options);
        var parameters = replica.Model.Parameters;
        Assert.True(parameters.Layout.TrainedLength > 1 << 20, "one block shows nothing");
        using (no_grad())
            parameters.Gradients.normal_(0, 6, new Generator(5)).exp_(); // of many magnitudes: sums of equal ones are exact
        using var optimizer = new PlainAdamW(options.Optimizer, parameters);

        var norms = new[] { 1, 2, 3, 5, 8 }.Select(threads => On(threads, optimizer.GradientNorm)).ToImmutableArray();

        Assert.Single(norms.Distinct());
        var expected = Math.Sqrt(TensorCopy.ToHost(parameters.Gradients).Sum(value => (double)value * value));
        Assert.Equal(expected, norms[0], 1e-6 * expected);
    }

    /// <summary>A thread's number of threads is its own.</summary>
    private static double On(int threads, Func<double> compute)
    {
        var result = double.NaN;
        var thread = new Thread(() =>
        {
            set_num_threads(threads);
            result = compute();
        });
        thread.Start();
        thread.Join();
        return result;
    }
}
