using AkkaClip.Actors.Loading;

namespace AkkaClip.Actors.Tests.Loading;

public sealed class ByteBudgetTests
{
    private readonly ByteBudget _budget = new(10);

    [Fact]
    public async Task Claims_are_granted_in_their_order_as_soon_as_they_fit()
    {
        var first = await _budget.Take(6, default);
        var large = _budget.Take(8, default);
        var small = _budget.Take(2, default); // would fit, and stands behind
        Assert.False(large.IsCompleted || small.IsCompleted);

        first.Dispose();

        using var second = await large;
        using var third = await small;
        Assert.Equal(10, _budget.NumTaken);
    }

    [Fact]
    public async Task A_claim_that_is_larger_than_the_budget_goes_alone()
    {
        var small = await _budget.Take(1, default);
        var large = _budget.Take(100, default);
        Assert.False(large.IsCompleted);

        small.Dispose();

        var alone = await large;
        var next = _budget.Take(1, default);
        Assert.False(next.IsCompleted);
        alone.Dispose();
        (await next).Dispose();
        Assert.Equal(0, _budget.NumTaken);
    }

    [Fact]
    public async Task A_claim_that_is_given_up_lets_those_behind_it_pass()
    {
        using var first = await _budget.Take(6, default);
        using var source = new CancellationTokenSource();
        var large = _budget.Take(8, source.Token);
        var small = _budget.Take(2, default);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        using var second = await small;
        Assert.Equal(8, _budget.NumTaken);
    }

    [Fact]
    public async Task Bytes_come_back_once()
    {
        var claim = await _budget.Take(6, default);
        claim.Dispose();
        claim.Dispose();
        Assert.Equal(0, _budget.NumTaken);
    }
}
