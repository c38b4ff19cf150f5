using Akka.Configuration;
using Xunit;

namespace Akka.Tests.Configuration;

public class HoconValueTests
{
    [Theory]
    [InlineData("10", 10)]
    [InlineData("10 ms", 10)]
    [InlineData("1.5 s", 1500)]
    [InlineData("0.29s", 290)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250 micros", 0.25)]
    [InlineData("1500 nanoseconds", 0.0015)]
    [InlineData("infinite", -1)]
    public void Durations_have_units_and_are_milliseconds_without_one(string text, double milliseconds)
    {
        Assert.Equal(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), Parse(text).GetTimeSpan("a"));
    }

    [Theory]
    [InlineData("5 us")]
    [InlineData("-1")]
    [InlineData("-1 s")]
    [InlineData("5 parsecs")]
    public void Other_durations_are_refused(string text)
    {
        Assert.Throws<FormatException>(() => Parse(text).GetTimeSpan("a"));
    }

    [Fact]
    public void Infinite_durations_may_be_refused()
    {
        Assert.Throws<FormatException>(() => Parse("infinite").GetTimeSpan("a", allowInfinite: false));
    }

    [Theory]
    [InlineData("128000b", 128_000)]
    [InlineData("10 kB", 10_000)]
    [InlineData("10 KiB", 10_240)]
    [InlineData("10k", 10_240)]
    [InlineData("3 MB", 3_000_000)]
    [InlineData("3 megabytes", 3_000_000)]
    [InlineData("3MiB", 3_145_728)]
    [InlineData("2G", 2_147_483_648)]
    [InlineData("1 exabyte", 1_000_000_000_000_000_000)]
    [InlineData("7", 7)]
    public void Sizes_have_units_of_1000_and_of_1024(string text, long bytes)
    {
        Assert.Equal(bytes, Parse(text).GetByteSize("a"));
    }

    [Theory]
    [InlineData("1.5 MB")]
    [InlineData("10 KB")]
    [InlineData("many")]
    public void Other_sizes_are_refused(string text)
    {
        Assert.Throws<FormatException>(() => Parse(text).GetByteSize("a"));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Booleans_are_on_and_off_or_true_and_false(string text, bool expected)
    {
        Assert.Equal(expected, Parse(text).GetBoolean("a", !expected));
        Assert.Throws<NotSupportedException>(() => Parse("yes").GetBoolean("a"));
    }

    [Fact]
    public void Numbers_are_invariant_and_of_every_width()
    {
        Assert.Equal(-3, Parse("-3").GetInt("a"));
        Assert.Equal(1L << 40, Parse("1099511627776").GetLong("a"));
        Assert.Equal(5e-4, Parse("5e-4").GetDouble("a"));
        Assert.Equal(0.1f, Parse("0.1").GetFloat("a"));
        Assert.Equal(0.1m, Parse("0.1").GetDecimal("a"));
        Assert.Equal([1.5, 2], Parse("[1.5, 2]").GetDoubleList("a"));
        Assert.Throws<FormatException>(() => Parse("1.5").GetInt("a"));
        Assert.Throws<OverflowException>(() => Parse("1099511627776").GetInt("a"));
    }

    [Fact]
    public void Missing_paths_give_the_default()
    {
        var config = ConfigurationFactory.ParseString("b = 1");
        Assert.Equal(7, config.GetInt("a", 7));
        Assert.Equal("x", config.GetString("a.b.c", "x"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("a", TimeSpan.FromSeconds(3)));
        Assert.Null(config.GetByteSize("a"));
        Assert.Equal(5, config.GetByteSize("a", 5));
        Assert.Empty(config.GetStringList("a"));
        Assert.Equal(["y"], config.GetStringList("a", ["y"]));
        Assert.Null(config.GetConfig("a"));
        Assert.False(config.HasPath("a"));
    }

    [Fact]
    public void A_tree_is_rendered_with_two_blanks_a_level()
    {
        var config = ConfigurationFactory.ParseString("a { b = [1, \"x y\"], c { d = null } }\n\"e f\" = g");
        Assert.Equal(
            "  a : {\r\n    b : [1,\"x y\"]\r\n    c : {\r\n      d : \r\n    }\r\n  }\r\n  \"e f\" : g\r\n",
            config.ToString());
    }

    private static Config Parse(string text) => ConfigurationFactory.ParseString($"a = {text}");
}
