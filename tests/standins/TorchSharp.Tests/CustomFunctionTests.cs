using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Tests;

public class CustomFunctionTests
{
    /// <summary>x^2 with a gradient that says it was ours: three times the true one.</summary>
    private sealed class Square : SingleTensorFunction<Square>
    {
        public override string Name => nameof(Square);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", (double)vars[1]);
            return x * x;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x * 2 * (double)ctx.get_data("factor")!, null!];
        }
    }

    private sealed class SumAndDifference : MultiTensorFunction<SumAndDifference>
    {
        public override string Name => nameof(SumAndDifference);

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars) =>
            [(Tensor)vars[0] + (Tensor)vars[1], (Tensor)vars[0] - (Tensor)vars[1]];

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs) =>
            [grad_outputs[0] + grad_outputs[1], grad_outputs[0] - grad_outputs[1]];
    }

    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("no way back");
    }

    [Fact]
    public void Backward_of_a_function_is_the_one_that_was_written()
    {
        using var x = tensor(new float[] { 1, 2 }).requires_grad_();
        using var y = Square.apply(x, 3.0);
        Elements.Near([1, 4], y);
        Assert.True(y.requires_grad);
        (y * 10).sum().backward();
        Elements.Near([60, 120], x.grad!);
    }

    [Fact]
    public void Functions_chain_with_each_other()
    {
        using var x = tensor(new float[] { 2 }).requires_grad_();
        Square.apply(Square.apply(x, 1.0), 1.0).sum().backward();
        Elements.Near([32], x.grad!);
    }

    [Fact]
    public void A_missing_gradient_arrives_as_zeros()
    {
        using var a = ones(2, requires_grad: true);
        using var b = ones(2, requires_grad: true);
        var results = SumAndDifference.apply(a, b);
        (results[0] * 5).sum().backward();
        Elements.Near([5, 5], a.grad!);
        Elements.Near([5, 5], b.grad!);
    }

    [Fact]
    public void Without_gradients_nothing_is_recorded()
    {
        using var x = ones(2, requires_grad: true);
        using (no_grad())
            Assert.False(Square.apply(x, 1.0).requires_grad);
        Assert.False(Square.apply(ones(2), 1.0).requires_grad);
    }

    [SkippableFact]
    public void An_exception_in_backward_arrives_where_backward_was_called()
    {
        // The genuine library lets the exception run through native frames, which ends the process.
        Skip.If(typeof(torch).Assembly.GetType("TorchSharp.Interop.Operator") is null, "the genuine library does not survive this");
        using var x = ones(2, requires_grad: true);
        using var y = Failing.apply(x);
        var error = Assert.Throws<ExternalException>(() => y.sum().backward());
        Assert.Contains("no way back", error.Message, StringComparison.Ordinal);
        Assert.Null(x.grad);
    }
}
