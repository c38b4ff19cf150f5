using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Tests.Frames;

public class Bfloat16Tests
{
    /// <summary>A bfloat16 has 8 bits of significand: next to 1, steps of 1/128.</summary>
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1f, 1f)]
    [InlineData(-2.5f, -2.5f)]
    [InlineData(1f + (1f / 256), 1f)] // a tie, to even
    [InlineData(1f + (3f / 256), 1f + (2f / 128))] // a tie, to even
    [InlineData(1f + (1.01f / 256), 1f + (1f / 128))]
    [InlineData(1f + (0.99f / 256), 1f)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Values_are_rounded_to_nearest_even(float value, float expected)
    {
        // Long enough for the vector's way, and a rest.
        var floats = Enumerable.Repeat(value, 67).ToArray();
        var rounded = new ushort[67];
        var widened = new float[67];
        Bfloat16.Round(floats, rounded);
        Bfloat16.Widen(rounded, widened);
        Assert.All(widened, actual => Assert.Equal(expected, actual));
    }

    [Fact]
    public void A_NaN_with_low_bits_alone_stays_one()
    {
        var floats = Enumerable.Repeat(BitConverter.UInt32BitsToSingle(0x7F80_0001), 40).ToArray();
        var rounded = new ushort[40];
        Bfloat16.Round(floats, rounded);
        Assert.All(rounded, bits => Assert.True((bits & 0x7FFF) > 0x7F80));
    }
}
