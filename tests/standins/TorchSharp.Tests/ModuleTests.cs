using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ModuleTests
{
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        public readonly Linear first = nn.Linear(3, 4);
        public readonly ModuleList<nn.Module<Tensor, Tensor>> rest;
        public readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor offset = zeros(4);

        public Block() : base(nameof(Block))
        {
            rest = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.GELU(), nn.Linear(4, 4, hasBias: false));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = first.call(input);
            foreach (var module in rest)
                x = module.call(x);
            return (x * scale + offset).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Names_follow_fields_and_nesting()
    {
        using var block = new Block();
        string[] parameters = [.. block.named_parameters().Select(named => named.name).Order()];
        Assert.Equal(["first.bias", "first.weight", "rest.1.weight", "scale"], parameters);
        Assert.Equal(["offset"], block.named_buffers().Select(named => named.name));
        Assert.Equal(["first", "rest", "rest.0", "rest.1"], block.named_modules().Select(named => named.name).Order());
        Assert.Equal(5, block.state_dict().Count);
        Assert.Equal(3 * 4 + 4 + 16 + 1, block.parameters().Sum(parameter => parameter.numel()));
        Assert.NotNull(block.get_parameter("first.weight"));
        Assert.Null(block.get_parameter("first.nothing"));
    }

    [Fact]
    public void State_moves_from_module_to_module()
    {
        using var one = new Block();
        using var other = new Block();
        using var input = randn(2, 3);
        Assert.False(one.call(input).allclose(other.call(input)));
        var (missing, unexpected) = other.load_state_dict(one.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(one.call(input).allclose(other.call(input)));
        Assert.Throws<InvalidOperationException>(() => other.load_state_dict(new Dictionary<string, Tensor> { ["foreign"] = ones(1) }));
    }

    [Fact]
    public void Training_mode_reaches_every_module()
    {
        using var block = new Block();
        Assert.True(block.first.training);
        block.eval();
        Assert.False(block.training);
        Assert.All(block.modules(), module => Assert.False(module.training));
        block.train();
        Assert.All(block.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Moving_changes_the_type_of_parameters_and_buffers()
    {
        using var block = new Block();
        block.to(ScalarType.BFloat16);
        Assert.All(block.parameters(), parameter => Assert.Equal(ScalarType.BFloat16, parameter.dtype));
        Assert.All(block.buffers(), buffer => Assert.Equal(ScalarType.BFloat16, buffer.dtype));
        Assert.Equal(ScalarType.BFloat16, block.call(zeros([1, 3], ScalarType.BFloat16)).dtype);
        Assert.All(block.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void Gradients_clear_to_nothing_or_to_zeros()
    {
        using var block = new Block();
        block.call(randn(2, 3)).sum().backward();
        Assert.All(block.parameters(), parameter => Assert.NotNull(parameter.grad));
        block.zero_grad(set_to_none: false);
        Assert.Equal(0, block.first.weight.grad!.abs().sum().ToSingle());
        block.zero_grad();
        Assert.All(block.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_parameter_over_a_flat_buffer_shares_its_memory_and_gathers_into_a_flat_gradient()
    {
        using var values = zeros(6);
        using var gradients = zeros(6);
        using var weight = new Parameter(values.narrow(0, 2, 4).view(2, 2).detach());
        using var gradient = gradients.narrow(0, 2, 4).view(2, 2);
        weight.grad = gradient;
        (weight * 3).sum().backward();
        Elements.Near([0, 0, 3, 3, 3, 3], gradients);
        using (no_grad())
            values.add_(1);
        Elements.Near([1, 1, 1, 1], weight);
        Assert.True(weight.is_leaf);
    }

    [Fact]
    public void Sequences_run_in_order_under_their_names()
    {
        using var sequence = nn.Sequential(("double", nn.Linear(1, 1)), ("cut", nn.ReLU()));
        using (no_grad())
        {
            var linear = (Linear)sequence.children().First();
            linear.weight.fill_(2);
            linear.bias!.fill_(-1);
        }
        Elements.Near([0, 5], sequence.call(tensor(new float[,] { { 0 }, { 3 } })));
        Assert.Equal(["double.bias", "double.weight"], sequence.state_dict().Keys.Order());
    }

    [Fact]
    public void Hooks_see_and_replace_what_passes()
    {
        using var linear = nn.Linear(2, 2);
        var seen = 0;
        var remover = linear.register_forward_hook((_, input, output) =>
        {
            seen++;
            return output * 0;
        });
        Elements.Near([0, 0], linear.call(ones(1, 2)));
        remover.remove();
        linear.call(ones(1, 2));
        Assert.Equal(1, seen);
    }

    [Fact]
    public void Embeddings_look_rows_up()
    {
        using var embedding = nn.Embedding(5, 3);
        using var rows = embedding.call(tensor(new long[] { 4, 4, 0 }));
        Assert.True(rows[0].Equals(embedding.weight![4]));
        rows.sum().backward();
        Elements.Near([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2], embedding.weight!.grad!);
    }

    [Fact]
    public void Names_are_taken_once()
    {
        using var block = new Block();
        Assert.Throws<InvalidOperationException>(() => block.register_parameter("scale", nn.Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => block.register_module("first", nn.Linear(1, 1)));
        Assert.Throws<ArgumentException>(() => block.register_module("a.b", nn.Linear(1, 1)));
    }
}
