using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_takes_what_was_made_in_it_and_leaves_what_was_moved_out()
    {
        Tensor kept, moved, lost;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                lost = ones(1);
                moved = ones(2).MoveToOuterDisposeScope();
                kept = ones(3).DetachFromDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
                Assert.True(outer.Contains(moved));
            }
            Assert.True(lost.IsInvalid);
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(kept.IsInvalid);
        kept.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Everything_but_something_can_go_early()
    {
        using var scope = NewDisposeScope();
        var first = ones(1);
        var second = ones(1);
        Assert.Same(first, scope.DisposeEverythingBut(first));
        Assert.False(first.IsInvalid);
        Assert.True(second.IsInvalid);
        scope.DisposeEverything();
        Assert.True(first.IsInvalid);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        var thread = new Thread(() => ones(1).Dispose());
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.Same(scope, CurrentDisposeScope);
    }

    [Fact]
    public void A_disposed_tensor_refuses_to_be_used()
    {
        var tensor = ones(2);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Throws<InvalidOperationException>(() => tensor.sum());
        Assert.Throws<InvalidOperationException>(() => ones(2).add(tensor));
        Assert.Throws<InvalidOperationException>(() => tensor.shape);
    }

    [Fact]
    public void Statistics_count_what_a_thread_made_and_disposed()
    {
        var statistics = DisposeScopeManager.Statistics;
        var before = (statistics.CreatedInScopeCount, statistics.DisposedInScopeCount, statistics.CreatedOutsideScopeCount);
        ones(1).Dispose();
        using (NewDisposeScope())
        {
            _ = ones(1);
            _ = ones(1);
        }
        Assert.Equal(before.CreatedInScopeCount + 2, statistics.CreatedInScopeCount);
        Assert.Equal(before.DisposedInScopeCount + 2, statistics.DisposedInScopeCount);
        Assert.Equal(before.CreatedOutsideScopeCount + 1, statistics.CreatedOutsideScopeCount);
    }

    [Fact]
    public void A_parameter_takes_over_its_tensor_s_place_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = new Modules.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.False(scope.Contains(data));
    }
}
