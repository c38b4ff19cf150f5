using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class IndexingTests
{
    private static Tensor Grid() => arange(12, dtype: ScalarType.Float32).reshape(3, 4);

    [Fact]
    public void Numbers_and_ranges_select_views()
    {
        using var grid = Grid();
        Elements.Near([4, 5, 6, 7], grid[1]);
        Elements.Near([8, 9, 10, 11], grid[-1]);
        Assert.Equal(6, grid[1, 2].ToSingle());
        Elements.Near([1, 5, 9], grid[TensorIndex.Colon, 1]);
        Elements.Near([5, 7], grid[1, TensorIndex.Slice(1, null, 2)]);
        Elements.Near([0, 1, 2, 3, 4, 5, 6, 7], grid[..2]);
        Elements.Near([3, 7, 11], grid[TensorIndex.Ellipsis, 3]);
        Assert.Equal([3L, 1, 4], grid[TensorIndex.Colon, TensorIndex.Null].shape);
        using var row = grid[0];
        row.fill_(-1);
        Elements.Near([-1, -1, -1, -1], grid[0]);
    }

    [Fact]
    public void Tensors_gather()
    {
        using var grid = Grid();
        Elements.Near([8, 9, 10, 11, 0, 1, 2, 3], grid[tensor(new long[] { 2, 0 })]);
        Elements.Near([1, 10], grid[tensor(new long[] { 0, 2 }), tensor(new long[] { 1, 2 })]);
        Elements.Near([3, 0, 7, 4, 11, 8], grid[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 3, 0 }))]);
        Elements.Near([9, 10, 11], grid[grid > 8]);
        Elements.Near([4, 5, 6, 7], grid[tensor(new[] { 1 })]); // indices of 32 bits
    }

    [Fact]
    public void Assignments_write_through()
    {
        using var grid = Grid();
        grid[0, 0] = 100;
        grid[1] = zeros(4);
        grid[TensorIndex.Colon, 3] = tensor(new float[] { -1, -2, -3 });
        Elements.Near([100, 1, 2, -1, 0, 0, 0, -2, 8, 9, 10, -3], grid);
        grid[grid < 0] = 0;
        Elements.Near([100, 1, 2, 0, 0, 0, 0, 0, 8, 9, 10, 0], grid);
        grid.index_put_(tensor(new float[] { 1, 1 }), [tensor(new long[] { 0, 0 }), tensor(new long[] { 1, 1 })], accumulate: true);
        Assert.Equal(3, grid[0, 1].ToSingle());
    }

    [Fact]
    public void Views_share_memory_and_say_where()
    {
        using var grid = Grid();
        using var part = grid.narrow(0, 1, 2);
        Assert.Equal(4, part.storage_offset());
        Assert.Equal([4L, 1], part.stride());
        using var transposed = grid.t();
        Assert.False(transposed.is_contiguous());
        Assert.Equal([1L, 4], transposed.stride());
        part.zero_();
        Elements.Near([0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0], grid);
        Assert.Equal([4L, 3], grid.transpose(0, 1).contiguous().shape);
    }

    [Fact]
    public void Pieces_and_their_joins_undo_each_other()
    {
        using var grid = Grid();
        Assert.True(cat(grid.split(2, 1), 1).Equals(grid));
        Assert.True(cat(grid.split([1, 2], 0), 0).Equals(grid));
        Assert.True(stack(grid.unbind(0), 0).Equals(grid));
        Assert.Equal(2, grid.chunk(2, 1).Length);
        Assert.True(cat(grid.chunk(2, 1), 1).Equals(grid));
    }

    [Fact]
    public void Scatter_and_gather_are_inverse_on_distinct_indices()
    {
        using var index = tensor(new long[,] { { 2, 0, 1 } });
        using var source = tensor(new float[,] { { 10, 20, 30 } });
        Elements.Near([20, 30, 10], zeros(1, 3).scatter_(1, index, source));
        Elements.Near([30, 10, 20], source.gather(1, index));
        Elements.Near([11, 10], ones(2).scatter_add_(0, tensor(new long[] { 0, 1 }), tensor(new float[] { 10, 9 })));
        Elements.Near([4, 5, 6, 7], Grid().index_select(0, tensor(new long[] { 1 })));
    }

    [Fact]
    public void Shapes_change_without_moving_elements()
    {
        using var grid = Grid();
        Assert.Equal([12L], grid.flatten().shape);
        Assert.Equal([2L, 6], grid.view(2, -1).shape);
        Assert.Equal([4L, 1, 3], grid.unsqueeze(0).permute(2, 0, 1).shape);
        Assert.Equal([3L, 4], grid.unsqueeze(1).squeeze(1).shape);
        Assert.Equal([2L, 3, 4], grid.expand(2, 3, 4).shape);
        Elements.Near([3, 2, 1, 0], grid[0].flip(0));
    }
}
