using System.Text;
using AkkaClip.Core.Checksums;

namespace AkkaClip.Core.Tests.Checksums;

public class Crc32CTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)] // the check value of the catalogue of parametrised CRC algorithms
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Known_values_come_out(string text, uint expected) => Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Zeros_of_RFC_3720_come_out() => Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));

    [Theory]
    [InlineData(7)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1023)]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(10_001)]
    public void Any_length_equals_the_sum_bit_by_bit(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)(i * 131 >> 3);
        Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes));
        Assert.Equal(BitByBit(bytes), Crc32C.Compute(bytes.AsSpan(length / 3), Crc32C.Compute(bytes.AsSpan(0, length / 3))));
    }

    private static uint BitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }
        return ~crc;
    }
}
