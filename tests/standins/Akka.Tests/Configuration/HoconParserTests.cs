using Akka.Configuration;
using Akka.Configuration.Hocon;
using Xunit;

namespace Akka.Tests.Configuration;

public class HoconParserTests
{
    [Theory]
    [InlineData("a = 1", "1")]
    [InlineData("a : 1", "1")]
    [InlineData("a=1,", "1")]
    [InlineData("a =   two  words \t", "two  words")]
    [InlineData("a = \"quoted: text\"", "quoted: text")]
    [InlineData("a = \"tab\\tquote\\\" \\u0041\"", "tab\tquote\" A")]
    [InlineData("a = \"\"\"C:\\no\\escape\n\"here\" \"\"\"", "C:\\no\\escape\n\"here\"")]
    [InlineData("a = \"un\"quoted", "unquoted")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = 1 # why", "1")]
    [InlineData("a = 1 // why", "1")]
    [InlineData("# first\na = 1", "1")]
    [InlineData("{ \"a\" : 1 }", "1")]
    [InlineData("a = 1\na = 2", "2")]
    [InlineData("a = null", null)]
    [InlineData("a = \"null\"", null)]
    [InlineData("a = \"unterminated", "unterminated")]
    [InlineData("a = {}", null)]
    public void Values_are_read(string hocon, string? expected)
    {
        var config = ConfigurationFactory.ParseString(hocon);
        Assert.True(config.HasPath("a"));
        Assert.Equal(expected, config.GetString("a", "default"));
    }

    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a { b.c = 1 }")]
    [InlineData("a.b { c = 1 }")]
    [InlineData("a : { b : { c : 1 } }")]
    [InlineData("a { b { c = 1")]
    [InlineData("a { b { x = 0 } }\na.b.c = 1")]
    [InlineData("a = 5\na.b.c = 1")]
    [InlineData("a.b.c = 0\na { b = { c = 1 } }")]
    public void Paths_may_be_nested_dotted_and_spread(string hocon)
    {
        Assert.Equal(1, ConfigurationFactory.ParseString(hocon).GetInt("a.b.c"));
    }

    [Fact]
    public void Keys_with_dots_and_blanks_are_quoted_or_run_on()
    {
        var config = ConfigurationFactory.ParseString("\"a.b\" { \"c d\" = 1 }\ntwo words = 2");
        Assert.Equal(1, config.GetInt("\"a.b\".c d"));
        Assert.Equal(1, config.GetConfig("\"a.b\"").GetInt("\"c d\""));
        Assert.Equal(2, config.GetInt("two words"));
        Assert.False(config.HasPath("a.b"));
    }

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1\n2\n3]")]
    [InlineData("a = [1, 2] [3]")]
    [InlineData("a = [1, 2, 3,]")]
    [InlineData("a = [ # one\n1\n2 // two\n3 ]")]
    [InlineData("b = [1, 2]\na = ${b} [3]")]
    public void Arrays_are_read_and_concatenated(string hocon)
    {
        Assert.Equal([1, 2, 3], ConfigurationFactory.ParseString(hocon).GetIntList("a"));
    }

    [Fact]
    public void Arrays_may_hold_objects_and_arrays()
    {
        var config = ConfigurationFactory.ParseString("a = [{ b = 1 }, { b = 2 }]\nc = [[1], [2, 3]]");
        Assert.Equal([1, 2], config.GetValue("a").GetArray().Select(item => item.GetObject().GetKey("b").GetInt()));
        Assert.Equal([1, 2], config.GetValue("c").GetArray().Select(item => item.GetIntList().Count));
    }

    [Fact]
    public void A_blank_array_holds_one_empty_item_and_an_empty_one_none()
    {
        Assert.Empty(ConfigurationFactory.ParseString("a = []").GetStringList("a"));
        Assert.Equal([null], ConfigurationFactory.ParseString("a = [ ]").GetStringList("a"));
    }

    [Fact]
    public void Substitutions_see_the_end_of_the_text()
    {
        var config = ConfigurationFactory.ParseString("""
            base = first
            greeting = hello ${base} world
            copy = ${object}
            object { x = 1 }
            base = last
            """);
        Assert.Equal("hello last world", config.GetString("greeting"));
        Assert.Equal(1, config.GetInt("copy.x"));
    }

    [Fact]
    public void Quotes_hide_substitutions()
    {
        Assert.Equal("${b}", ConfigurationFactory.ParseString("b = 1\na = \"${b}\"").GetString("a"));
    }

    [Fact]
    public void There_are_no_environment_variables()
    {
        var set = Environment.GetEnvironmentVariables().Keys.Cast<string>().First(name => name.All(char.IsAsciiLetterOrDigit));
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString($"a = ${{{set}}}"));
    }

    [Fact]
    public void There_is_no_appending_assignment()
    {
        var config = ConfigurationFactory.ParseString("a = [1]\na += 2");
        Assert.Equal([1], config.GetIntList("a"));
        Assert.Equal("2", config.GetString("a +"));
    }

    [Theory]
    [InlineData("a = akka.tcp://system@host:4053")]
    [InlineData("a = [akka.tcp://system@host:4053]")]
    [InlineData("a = 1 b=2")]
    public void Unquoted_text_with_an_assignment_in_it_is_refused(string hocon)
    {
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(hocon));
    }

    [Theory]
    [InlineData("a = 1,,b = 2")]
    [InlineData("a = ${nowhere}")]
    [InlineData("a = \"\\x\"")]
    [InlineData("a = \"\\u00\"")]
    [InlineData("@ = 1")]
    [InlineData("a =")]
    public void Broken_texts_are_refused(string hocon)
    {
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(hocon));
    }

    [SkippableTheory]
    [InlineData("a = [1 @ 2]")]
    [InlineData("a = [ }")]
    public void Arrays_with_stray_characters_end_in_an_error(string hocon)
    {
        var genuine = typeof(Parser).Assembly.GetType("Akka.Configuration.Hocon.HoconTokenizer") is not null;
        Skip.If(genuine, "the genuine parser never comes back from this; AkkaClip checks its files before it parses them");
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(hocon));
    }

    [Fact]
    public void The_error_shows_the_line()
    {
        var error = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("a = 1\nb @ 2\n"));
        Assert.Contains("position 8", error.Message, StringComparison.Ordinal);
        Assert.Contains("b @ 2\n  ^", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Includes_come_from_the_callback_and_their_substitutions_stay_inside()
    {
        var asked = new List<string>();
        HoconRoot Include(string name)
        {
            asked.Add(name);
            return Parser.Parse("x = 1\ny = ${x}", null);
        }

        var config = ConfigurationFactory.ParseString("a {\n  y = 0\n  include \"one\"\n  z = 3\n}", Include);
        Assert.Equal(["one"], asked);
        Assert.Equal((1, 1, 3), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("a.z")));
    }

    [Fact]
    public void An_include_at_the_root_cannot_substitute()
    {
        // The path of the root is empty, and so the prefix makes ".x" of "x".
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("include \"one\"", _ => Parser.Parse("x = 1\ny = ${x}", null)));
    }
}
