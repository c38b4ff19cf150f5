using AkkaClip.App.Scaling;

namespace AkkaClip.App.Tests.Scaling;

public class QuantityTests
{
    [Theory]
    [InlineData("34B", 34e9)]
    [InlineData("1.5m", 1.5e6)]
    [InlineData("1e12", 1e12)]
    [InlineData("2T", 2e12)]
    public void Suffixes_multiply(string text, double number) => Assert.Equal(number, Quantity.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("-3")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("34 B samples")]
    public void What_is_no_number_above_0_is_none(string text) => Assert.Null(Quantity.TryParse(text));

    [Theory]
    [InlineData(512, "512")]
    [InlineData(3.44e10, "34.4B")]
    [InlineData(9.999e8, "1B")]
    public void Three_digits_are_shown(double number, string text) => Assert.Equal(text, Quantity.Format(number));
}
