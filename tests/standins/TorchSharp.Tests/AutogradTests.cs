using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class AutogradTests
{
    [Fact]
    public void Gradients_are_those_of_the_formula()
    {
        using var x = tensor(new float[] { 1, 2, 3 }).requires_grad_();
        using var loss = (x * x * x).sum();
        loss.backward();
        Elements.Near([3, 12, 27], x.grad!);
    }

    [Fact]
    public void Gradients_add_up_and_can_be_set_and_cleared()
    {
        using var x = ones(2, requires_grad: true);
        (x * 2).sum().backward();
        (x * 3).sum().backward();
        Elements.Near([5, 5], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
        using var buffer = full([2], 10f);
        x.grad = buffer;
        (x * 2).sum().backward();
        // Backward adds into the tensor that was set: a view of a flat buffer stays one.
        Elements.Near([12, 12], buffer);
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        using var x = ones(2, requires_grad: true);
        Assert.Throws<ExternalException>(() => x.grad = ones(3));
    }

    [Fact]
    public void Gradients_of_gradients_need_create_graph()
    {
        using var x = tensor(new[] { 2.0 }).requires_grad_();
        var first = autograd.grad([(x * x * x).sum()], [x], retain_graph: true, create_graph: true)[0];
        Elements.Near([12], first);
        var second = autograd.grad([first.sum()], [x])[0];
        Elements.Near([12], second);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_starts_from_given_gradients()
    {
        using var x = ones(2, requires_grad: true);
        (x * 3).backward([tensor(new float[] { 1, 10 })]);
        Elements.Near([3, 30], x.grad!);
        autograd.backward([x * 1, x * 2], [ones(2), ones(2)]);
        Elements.Near([6, 33], x.grad!);
    }

    [Fact]
    public void Nothing_is_recorded_under_no_grad()
    {
        using var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            x.add_(1);
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
    }

    [Fact]
    public void The_gradient_mode_belongs_to_the_thread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void A_leaf_may_not_be_changed_inside_the_graph()
    {
        using var x = ones(2, requires_grad: true);
        var error = Assert.Throws<ExternalException>(() => x.add_(1));
        Assert.Contains("leaf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_serves_one_backward_unless_it_is_retained()
    {
        using var x = ones(2, requires_grad: true);
        using var loss = (x * x).sum();
        loss.backward(retain_graph: true);
        loss.backward();
        Assert.Throws<ExternalException>(() => loss.backward());
    }

    [Fact]
    public void Gradients_of_a_graph_agree_with_finite_differences()
    {
        manual_seed(3);
        using var weight = randn(4, 3, ScalarType.Float64);
        using var point = randn(2, 4, ScalarType.Float64);
        Tensor Function(Tensor x) => nn.functional.layer_norm(x.matmul(weight).gelu(), [3]).softmax(1).pow(2).select(1, 0).sum();

        using var x = point.clone().requires_grad_();
        Function(x).backward();
        using var gradient = x.grad!;
        const double step = 1e-6;
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 4; j++)
            {
                using var above = point.clone();
                using var below = point.clone();
                above[i, j] += step;
                below[i, j] -= step;
                var slope = (Function(above).ToDouble() - Function(below).ToDouble()) / (2 * step);
                Assert.Equal(slope, gradient[i, j].ToDouble(), 7);
            }
    }
}
