using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class CreationTests
{
    [Fact]
    public void Factories_fill_the_shape_that_they_are_given()
    {
        Assert.Equal([2L, 3], zeros(2, 3).shape);
        Elements.Near([0, 0, 0, 0, 0, 0], zeros(2, 3));
        Elements.Near([1, 1], ones(2));
        Elements.Near([7, 7, 7, 7], full([2, 2], 7));
        Elements.Near([1, 0, 0, 0, 1, 0], eye(2, 3));
        Elements.Near([2, 4, 6], arange(2, 8, 2));
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Elements.Near([0, 0.5f, 1], linspace(0, 1, 3));
    }

    [Fact]
    public void Arrays_are_copied_with_their_type_and_shape()
    {
        var source = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        var copy = tensor(source);
        source[0, 0] = 9;
        Assert.Equal(ScalarType.Float32, copy.dtype);
        Assert.Equal([2L, 3], copy.shape);
        Elements.Near([1, 2, 3, 4, 5, 6], copy);

        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(3).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new float[] { 1 }, dtype: ScalarType.Float64).dtype);
        Assert.Equal([2L, 2], tensor(new int[] { 1, 2, 3, 4 }, [2, 2]).shape);
        Elements.Near([1, 2, 3, 4, 5, 6, 7, 8], from_array(new double[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } }));
    }

    [Fact]
    public void An_array_too_small_for_its_shape_is_refused() =>
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2, 3 }, [2, 2]));

    [Fact]
    public void A_buffer_is_shared_with_the_array_it_comes_from()
    {
        var array = new float[] { 1, 2, 3, 4 };
        using var shared = frombuffer(array, ScalarType.Float32, count: 2, offset: 1);
        array[1] = 20;
        Elements.Near([20, 3], shared);
        shared.fill_(5);
        Assert.Equal([1f, 5, 5, 4], array);
    }

    [Fact]
    public void Likes_take_over_shape_and_type()
    {
        using var pattern = zeros(2, 2, ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, ones_like(pattern).dtype);
        Assert.Equal(ScalarType.Int32, zeros_like(pattern, ScalarType.Int32).dtype);
        Elements.Near([3, 3, 3, 3], full_like(pattern, 3));
        Assert.Equal([5L], pattern.new_zeros(5).shape);
    }

    [Fact]
    public void Types_convert_and_bfloat16_keeps_eight_bits_of_mantissa()
    {
        using var value = tensor(new[] { 1.00390625f, 3.14159265f }); // 1 + 2^-8 lies halfway; even wins
        using var rounded = value.to(ScalarType.BFloat16);
        Assert.Equal(ScalarType.BFloat16, rounded.dtype);
        Elements.Near([1f, 3.140625f], rounded, 0);
        Assert.Equal(3.140625f, new BFloat16(3.14159265f).ToSingle());
        Assert.Equal(2, rounded.element_size());
        Elements.Near([1, 3], value.@long());
    }

    [Fact]
    public void Elements_are_read_in_row_major_order_whatever_the_strides()
    {
        using var transposed = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        using var data = transposed.data<float>();
        Assert.Equal([0f, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal(4, data[1, 1]);
        Assert.Equal(6, data.Count);
        data[0, 1] = 30;
        Assert.Equal(30, transposed[0, 1].item<float>());
        Assert.Equal(new float[,] { { 0, 30 }, { 1, 4 }, { 2, 5 } }, transposed.data<float>().ToNDArray());
    }

    [Fact]
    public void Reading_elements_as_another_type_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ones(2).data<int>());
        Assert.Throws<ArgumentException>(() => ones(2).data<char>());
    }

    [Fact]
    public void Accessors_are_equal_when_their_elements_are()
    {
        using var part = arange(12).reshape(3, 4).slice(1, 1, 3, 1);
        Assert.True(part.data<long>() == part.contiguous().data<long>());
        Assert.True(part.data<long>() != (part + 1).data<long>());
    }

    [Fact]
    public void Random_numbers_of_an_integral_type_are_refused() =>
        Assert.Throws<ArgumentException>(() => randn(3, dtype: ScalarType.Int32));

    [Fact]
    public void Scalars_come_out_as_numbers()
    {
        Assert.Equal(2.5f, tensor(2.5f).ToSingle());
        Assert.Equal(7L, tensor(7L).item<long>());
        Assert.Equal(2.5, (double)tensor(2.5));
        Assert.True(tensor(true).ToBoolean());
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        using var value = zeros(2, ScalarType.Int32);
        BitConverter.TryWriteBytes(value.bytes[4..], 77);
        Assert.Equal(77, value[1].item<int>());
    }
}
