using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ArithmeticTests
{
    private static Tensor Values() => tensor(new float[] { -2, -0.5f, 0, 1, 3 });

    [Fact]
    public void Operators_work_with_tensors_and_numbers_on_either_side()
    {
        using var x = Values();
        Elements.Near([-1, 0.5f, 1, 2, 4], x + 1);
        Elements.Near([3, 1.5f, 1, 0, -2], 1 - x);
        Elements.Near([-4, -1, 0, 2, 6], 2.0 * x);
        Elements.Near([4, 0.25f, 0, 1, 9], x * x);
        Elements.Near([-1, -0.25f, 0, 0.5f, 1.5f], x / 2);
        Elements.Near([2, 4], 4 / tensor(new float[] { 2, 1 }));
        Elements.Near([2, 0.5f, 0, -1, -3], -x);
        Elements.Near([0, 0, 0, 1, 1], x > 0);
        Elements.Near([1, 1, 0, 0, 0], 0 > x);
        Elements.Near([0, 0, 1, 0, 0], x == 0);
        Elements.Near([0, 1, 1, 0, 0], (x > -1) & (x < 1));
        Elements.Near([1, 1, 1, 0, 0], ~(x > 0));
    }

    [Fact]
    public void Functions_agree_with_the_runtime_s_own()
    {
        using var x = Values();
        void Same(Func<double, double> expected, Tensor actual) =>
            Elements.Near([.. Elements.Of(x).Select(value => (float)expected(value))], actual, 1e-5);
        Same(Math.Exp, x.exp());
        Same(Math.Tanh, x.tanh());
        Same(Math.Abs, x.abs());
        Same(value => 1 / (1 + Math.Exp(-value)), x.sigmoid());
        Same(value => Math.Max(0, value), x.relu());
        Same(value => value * value * value, x.pow(3));
        Same(value => Math.Log(1 + Math.Exp(value)), nn.functional.softplus(x));
        Same(value => -Math.Log(1 + Math.Exp(-value)), nn.functional.logsigmoid(x));
        Same(value => Math.Clamp(value, -1, 2), x.clamp(-1, 2));
        Same(value => 0.5 * value * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + 0.044715 * value * value * value))), x.gelu(Modules.GELU.Approximate.tanh));
        using var positive = x.abs() + 0.5;
        Elements.Near([.. Elements.Of(positive).Select(value => (float)Math.Sqrt(value))], positive.sqrt());
        Elements.Near([.. Elements.Of(positive).Select(value => (float)(1 / Math.Sqrt(value)))], positive.rsqrt());
        Elements.Near([.. Elements.Of(positive).Select(value => (float)Math.Log(value))], positive.log());
    }

    [Fact]
    public void Erf_and_gelu_have_their_textbook_values()
    {
        // erf(1) and Phi(1), Abramowitz and Stegun, tables 7.1 and 26.1
        Assert.Equal(0.8427007929, tensor(1.0).erf().ToDouble(), 9);
        Assert.Equal(0.8413447461, tensor(1.0).gelu().ToDouble(), 9);
    }

    [Fact]
    public void In_place_changes_the_object_and_returns_it()
    {
        using var x = ones(3);
        Assert.Same(x, x.add_(1));
        Assert.Same(x, x.mul_(x).sub_(1).div_(2));
        Elements.Near([1.5f, 1.5f, 1.5f], x);
        x.addcmul_(ones(3), full([3], 2), 0.5).addcdiv_(ones(3), full([3], 4), 2);
        Elements.Near([3, 3, 3], x);
        x.lerp_(zeros(3), full([3], 0.5)).clamp_(2, 5).copy_(x * 2);
        Elements.Near([4, 4, 4], x);
        x.zero_();
        Elements.Near([0, 0, 0], x.fill_(2).sqrt_().pow_(2).sub_(2), 1e-6);
    }

    [Fact]
    public void Choices_go_by_a_mask()
    {
        using var x = Values();
        Elements.Near([0, 0, 0, 1, 3], where(x > 0, x, zeros_like(x)));
        Elements.Near([9, 9, 0, 1, 3], x.masked_fill(x < 0, 9));
        Elements.Near([0, 0, 1, 1, 0], tensor(new[] { float.NaN, float.PositiveInfinity, 1, 2, float.NegativeInfinity }).isfinite());
        Elements.Near([1, 0], tensor(new[] { float.NaN, 1 }).isnan());
    }

    [Fact]
    public void Reductions_run_over_all_or_some_dimensions()
    {
        using var x = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 9 } });
        Assert.Equal(24, x.sum().ToSingle());
        Elements.Near([5, 7, 12], x.sum(dim: 0)); // a bare 0 would be the type Byte
        Elements.Near([6, 18], x.sum([1], keepdim: true));
        Elements.Near([2, 6], x.mean([1]));
        Elements.Near([1, 7], x.var(1));
        Elements.Near([2f / 3, 14f / 3], x.var(1, unbiased: false));
        Assert.Equal(9, x.max().ToSingle());
        var (values, indexes) = x.max(1);
        Elements.Near([3, 9], values);
        Elements.Near([2, 2], indexes);
        Elements.Near([1, 2, 3], x.amin(0));
        Elements.Near([2, 2], x.argmax(1));
        Assert.Equal(Math.Sqrt(1 + 4 + 9 + 16 + 25 + 81), linalg.vector_norm(x).ToDouble(), 4);
        double LogSum(params double[] row) => Math.Log(row.Sum(Math.Exp));
        Elements.Near([(float)LogSum(1, 2, 3), (float)LogSum(4, 5, 9)], x.logsumexp(1));
        Elements.Near([1, 3, 6, 4, 9, 18], x.cumsum(1));
        Assert.True((x > 0).all().ToBoolean());
        Assert.False((x > 9).any().ToBoolean());
    }

    [Fact]
    public void Sorting_gives_values_and_where_they_were()
    {
        using var x = tensor(new float[] { 3, 1, 2 });
        var (values, indices) = x.sort();
        Elements.Near([1, 2, 3], values);
        Elements.Near([1, 2, 0], indices);
        var (top, where) = x.topk(2);
        Elements.Near([3, 2], top);
        Elements.Near([0, 2], where);
        Elements.Near([0, 2, 1], x.argsort(descending: true));
    }

    [Fact]
    public void Products_agree_with_sums_of_products()
    {
        using var a = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        using var b = tensor(new float[,] { { 5, 6 }, { 7, 8 } });
        float[] product = [19, 22, 43, 50];
        Elements.Near(product, a.matmul(b));
        Elements.Near(product, a.mm(b));
        Elements.Near(product, einsum("ik,kj->ij", a, b));
        Elements.Near(product, a.unsqueeze(0).bmm(b.unsqueeze(0)));
        Elements.Near([1 + 38, 1 + 44, 1 + 86, 1 + 100], ones(2, 2).addmm(a, b, beta: 1, alpha: 2));
        Elements.Near([1 * 5, 1 * 6, 2 * 5, 2 * 6], a[0].outer(b[0]));
        Elements.Near([19.5f, 22.5f, 43.5f, 50.5f], ones(1, 2, 2).baddbmm(a.unsqueeze(0), b.unsqueeze(0), beta: 0.5f));
    }

    [Fact]
    public void Closeness_is_judged_as_a_whole_and_by_element()
    {
        using var x = ones(2);
        Assert.True(x.allclose(x + 1e-7));
        Assert.False(x.allclose(x + 1e-3));
        Assert.True(x.allclose(x + 1e-3, atol: 1e-2));
        Assert.True(x.Equals(ones(2)));
        Assert.False(x.Equals(zeros(2)));
    }
}
