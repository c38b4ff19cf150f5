using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public class FunctionalTests
{
    public FunctionalTests() => manual_seed(11);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Attention_is_the_weighted_mean_of_values_and_so_are_its_gradients(bool causal, bool masked)
    {
        // [N, H, L, E] views of [N, L, H, E], as a transformer makes them.
        var inputs = Enumerable.Range(0, 3).Select(_ => randn([2, 5, 3, 4], ScalarType.Float64).requires_grad_()).ToArray();
        using var mask = masked ? randn([5, 5], ScalarType.Float64) : null;
        var views = inputs.Select(input => input.transpose(1, 2)).ToArray();
        var result = F.scaled_dot_product_attention(views[0], views[1], views[2], mask, is_casual: causal);
        using var direction = randn([2, 3, 5, 4], ScalarType.Float64);
        (result * direction).sum().backward();
        var gradients = inputs.Select(input => input.grad!.clone()).ToArray();
        foreach (var input in inputs)
            input.grad = null;

        var scores = einsum("nhle,nhse->nhls", views[0], views[1]) / Math.Sqrt(4);
        if (causal)
            scores = scores.masked_fill(ones([5, 5], ScalarType.Bool).triu(1), double.NegativeInfinity);
        if (masked)
            scores = scores + mask!;
        var weights = scores.exp() / scores.exp().sum(-1, keepdim: true);
        var expected = einsum("nhls,nhse->nhle", weights, views[2]);
        (expected * direction).sum().backward();

        Assert.True(expected.allclose(result, 1e-10, 1e-12));
        for (var i = 0; i < 3; i++)
            Assert.True(inputs[i].grad!.allclose(gradients[i], 1e-9, 1e-12), $"gradient of input {i}");
    }

    [Fact]
    public void Attention_obeys_a_boolean_mask_and_queries_of_another_length()
    {
        using var query = randn(1, 2, 3, 8);
        using var key = randn(1, 2, 6, 8);
        using var value = randn(1, 2, 6, 8);
        using var visible = arange(6) < 4;
        using var masked = F.scaled_dot_product_attention(query, key, value, visible.expand(3, 6));
        using var cut = F.scaled_dot_product_attention(query, key.narrow(2, 0, 4), value.narrow(2, 0, 4));
        Assert.True(masked.allclose(cut, 1e-5, 1e-6));
    }

    [Fact]
    public void Attention_takes_a_mask_or_is_causal_but_not_both()
    {
        using var x = ones(1, 1, 2, 2);
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(x, x, x, zeros(2, 2), is_casual: true));
    }

    [Fact]
    public void Layer_norm_has_mean_zero_and_variance_one()
    {
        using var x = tensor(new float[,] { { 1, 2, 3 }, { 2, 4, 9 } });
        using var weight = tensor(new float[] { 1, 2, 3 });
        using var bias = tensor(new float[] { 0.5f, 0, -1 });
        var expected = new List<float>();
        foreach (var row in new float[][] { [1, 2, 3], [2, 4, 9] })
        {
            var mean = row.Average();
            var variance = row.Average(value => (value - mean) * (value - mean));
            for (var i = 0; i < 3; i++)
                expected.Add((float)((row[i] - mean) / Math.Sqrt(variance + 1e-5) * new[] { 1, 2, 3 }[i] + new[] { 0.5, 0, -1 }[i]));
        }
        Elements.Near([.. expected], F.layer_norm(x, [3], weight, bias));
    }

    [Fact]
    public void Softmax_and_cross_entropy_follow_their_definitions()
    {
        using var logits = tensor(new float[,] { { 1, 2, 3 }, { 0, 0, 1 } });
        double[][] rows = [[1, 2, 3], [0, 0, 1]];
        double LogSum(double[] row) => Math.Log(row.Sum(Math.Exp));
        Elements.Near([.. rows.SelectMany(row => row.Select(value => (float)Math.Exp(value - LogSum(row))))], F.softmax(logits, 1));
        Elements.Near([.. rows.SelectMany(row => row.Select(value => (float)(value - LogSum(row))))], F.log_softmax(logits, 1));
        using var target = tensor(new long[] { 2, 0 });
        var losses = new[] { LogSum(rows[0]) - 3, LogSum(rows[1]) - 0 };
        Assert.Equal(losses.Average(), F.cross_entropy(logits, target).ToDouble(), 5);
        Assert.Equal(losses.Sum(), F.cross_entropy(logits, target, reduction: nn.Reduction.Sum).ToDouble(), 5);
        using var answers = tensor(new float[,] { { 1, 0, 1 }, { 0, 0, 1 } });
        var binary = rows.SelectMany((row, i) => row.Select((value, j) => Math.Log(1 + Math.Exp(-value)) + (1 - new[,] { { 1, 0, 1 }, { 0, 0, 1 } }[i, j]) * value)).Average();
        Assert.Equal(binary, F.binary_cross_entropy_with_logits(logits, answers).ToDouble(), 5);
    }

    [Fact]
    public void Normalize_scales_to_unit_length() =>
        Elements.Near([0.6f, 0.8f, 0, 0], F.normalize(tensor(new float[,] { { 3, 4 }, { 0, 0 } })));

    [Fact]
    public void Linear_is_x_times_the_transposed_weight_plus_bias() =>
        Elements.Near([1 * 1 + 2 * 2 + 10, 1 * 3 + 2 * 4 + 20], F.linear(tensor(new float[,] { { 1, 2 } }), tensor(new float[,] { { 1, 2 }, { 3, 4 } }), tensor(new float[] { 10, 20 })));

    [Fact]
    public void Convolution_is_a_sliding_sum_of_products()
    {
        using var x = randn(1, 2, 5, 5);
        using var weight = randn(3, 2, 3, 3);
        using var result = F.conv2d(x, weight, strides: [2, 2], padding: [1, 1]);
        Assert.Equal([1L, 3, 3, 3], result.shape);
        var expected = 0f;
        for (var c = 0; c < 2; c++)
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++)
                    expected += x[0, c, 1 + i, 1 + j].ToSingle() * weight[2, c, i, j].ToSingle();
        Assert.Equal(expected, result[0, 2, 1, 1].ToSingle(), 4);
    }

    [Fact]
    public void Pools_average_and_pick()
    {
        using var x = arange(16, dtype: ScalarType.Float32).reshape(1, 1, 4, 4);
        Elements.Near([2.5f, 4.5f, 10.5f, 12.5f], F.avg_pool2d(x, 2));
        Elements.Near([5, 7, 13, 15], F.max_pool2d(x, 2));
        Elements.Near([7.5f], F.adaptive_avg_pool2d(x, 1));
        Elements.Near([0, 0, 1, 0], F.pad(tensor(new float[,] { { 1 } }), (0, 1, 1, 0)));
        Assert.Equal([1L, 1, 8, 8], F.interpolate(x, size: [8, 8], mode: InterpolationMode.Bicubic, align_corners: false).shape);
    }

    [Fact]
    public void Batch_norm_keeps_running_statistics()
    {
        using var norm = nn.BatchNorm2d(1, momentum: 0.5);
        using var x = tensor(new float[] { 1, 3, 5, 7 }).reshape(1, 1, 2, 2);
        var scale = 1 / Math.Sqrt(5 + 1e-5);
        Elements.Near([(float)(-3 * scale), (float)(-scale), (float)scale, (float)(3 * scale)], norm.call(x));
        Elements.Near([0.5f * 4], norm.running_mean!);
        Elements.Near([0.5f + 0.5f * 20 / 3], norm.running_var!); // unbiased
        Assert.Equal(1, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        var expected = (float)((1 - 2) / Math.Sqrt(0.5 + 10.0 / 3 + 1e-5));
        Assert.Equal(expected, norm.call(x)[0, 0, 0, 0].ToSingle(), 4);
    }

    [Fact]
    public void Dropout_keeps_the_expected_value()
    {
        using var x = ones(100_000);
        using var dropped = F.dropout(x, 0.25);
        Assert.Equal(1.0, dropped.mean().ToDouble(), 1);
        Assert.InRange((dropped == 0).sum().ToInt64(), 24_000, 26_000);
        Assert.True(F.dropout(x, 0.25, training: false).Equals(x));
    }
}
