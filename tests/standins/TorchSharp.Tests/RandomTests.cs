using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class RandomTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        manual_seed(5);
        using var first = randn(8);
        using var next = randn(8);
        manual_seed(5);
        Assert.True(first.Equals(randn(8)));
        Assert.True(next.Equals(randn(8)));
        Assert.False(first.Equals(next));
    }

    [Fact]
    public void The_first_normal_numbers_of_seed_zero_are_the_well_known_ones()
    {
        manual_seed(0);
        Elements.Near([1.5410f, -0.2934f, -2.1788f], randn(3), 1e-4);
    }

    [Fact]
    public void Generators_are_independent_of_the_default_one()
    {
        using var generator = new Generator(17);
        using var first = rand([4], generator: generator);
        manual_seed(1);
        _ = rand(100);
        generator.manual_seed(17);
        Assert.True(first.Equals(rand([4], generator: generator)));
        Assert.Equal(17, generator.initial_seed());
    }

    [Fact]
    public void A_saved_state_replays()
    {
        using var state = get_rng_state();
        using var first = rand(5);
        set_rng_state(state);
        Assert.True(first.Equals(rand(5)));
        using var generator = new Generator(3);
        using var own = generator.get_state();
        using var drawn = empty(4).normal_(generator: generator);
        generator.set_state(own);
        Assert.True(drawn.Equals(empty(4).normal_(generator: generator)));
    }

    [Fact]
    public void Permutations_hold_every_number_once()
    {
        using var permutation = randperm(100);
        Assert.Equal(ScalarType.Int64, permutation.dtype);
        Assert.True(permutation.sort().Values.Equals(arange(100)));
    }

    [Fact]
    public void Initialisers_reach_their_moments_and_bounds()
    {
        manual_seed(2);
        using var weight = empty(400, 100);
        nn.init.normal_(weight, 1, 0.5);
        Assert.Equal(1.0, weight.mean().ToDouble(), 1);
        Assert.Equal(0.5, weight.std().ToDouble(), 1);
        nn.init.xavier_uniform_(weight);
        var bound = Math.Sqrt(6.0 / 500);
        Assert.InRange(weight.abs().max().ToDouble(), 0.95 * bound, bound);
        nn.init.trunc_normal_(weight, 0, 1, -1, 1);
        Assert.InRange(weight.abs().max().ToDouble(), 0.9, 1);
        // The standard deviation of a standard normal cut to [-1, 1]: sqrt(1 - 2 phi(1) / (2 Phi(1) - 1))
        Assert.Equal(Math.Sqrt(1 - 2 * 0.2419707245 / 0.6826894921), weight.std().ToDouble(), 2);
        Elements.Near([3, 3], nn.init.constant_(empty(2), 3));
    }
}
