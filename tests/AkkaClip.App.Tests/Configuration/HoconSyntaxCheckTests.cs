using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Sampling;

namespace AkkaClip.App.Tests.Configuration;

public class HoconSyntaxCheckTests
{
    [Theory]
    [InlineData("a = 1\nb {\n  c = 2", 2, 3, "'{' is never closed")]
    [InlineData("a = 1\n}", 2, 1, "'}' closes nothing")]
    [InlineData("a = [1, 2}", 1, 10, "'}' does not close the '[' of line 1")]
    [InlineData("a = \"open\nb = 2", 1, 5, "the string is never closed")]
    [InlineData("a = \"\"\"open\"", 1, 5, "the string is never closed")]
    [InlineData("a = \"open\\", 1, 5, "the string is never closed")]
    [InlineData("a = ${?b}", 1, 5, "optional substitutions")]
    [InlineData("a = ${b", 1, 5, "a substitution is ${path}")]
    [InlineData("a = ${}", 1, 5, "a substitution is ${path}")]
    [InlineData("a = ${ b }", 1, 5, "a substitution is ${path}")]
    [InlineData("a = $b", 1, 5, "'$' may stand in double quotes only")]
    [InlineData("a = [b@c]", 1, 7, "'@' may stand in double quotes only")]
    [InlineData("a = C:\\x", 1, 6, "':' in a value")]
    [InlineData("a = *.tar", 1, 5, "'*' may stand in double quotes only")]
    [InlineData("a = 1 b = 2", 1, 9, "write one key a line")]
    [InlineData("a = [b = 2]", 1, 8, "'=' in a list")]
    [InlineData("a = [1]\na += 2", 2, 3, "'+=' is not known")]
    [InlineData("seed\nname = x", 2, 6, "the key 'seed' has no value")]
    [InlineData(" = 1", 1, 2, "without a key")]
    [InlineData("a = \0", 1, 5, "a control character, U+0000")]
    public void Mistakes_are_told_with_line_and_column(string text, int line, int column, string expected)
    {
        var message = Refused(text);
        Assert.StartsWith($"test.conf, line {line}, column {column}: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}\nb = ${a}")]
    [InlineData("a = ${b}\nb = ${a}\nc = ${a.x}")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a { b = ${c.d} }\nc { d = [${a}] }")]
    [InlineData("a.b = [1, { x = ${a} }]")]
    [InlineData("\"a\" : ${b}, \"b\" : { \"c\" : ${a} }")]
    public void Circles_of_substitutions_are_refused_before_anyone_follows_them(string text)
    {
        Assert.Contains("goes round in a circle", Refused(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Substitutions_that_double_again_and_again_are_refused()
    {
        var doubling = string.Concat(Enumerable.Range(1, 60).Select(n => $"a{n} = ${{a{n - 1}}}${{a{n - 1}}}\n"));
        Assert.Contains("grows beyond all bounds", Refused($"a0 = laugh\n{doubling}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("a = 1\nb : two words, c = \"x\"")]
    [InlineData("{ \"a\" : { \"b\" : [1, 2.5, true, null] }, \"c\" : \"{[\" }")]
    [InlineData("a {\n  b = [\n    1 # one ]\n    2 // two }\n  ]\n}\n")]
    [InlineData("a =\n  1\nb = 2")]
    [InlineData("a\n{\n b = 1\n}")]
    [InlineData("a = \"\"\"\n\"quoted\" ${x} @ \n\"\"\"\nb = 1")]
    [InlineData("include \"other.conf\"\na = 1")]
    [InlineData("a { b = ${a.c}\n c = 1 }\nd = ${a.b} and ${a.c}")]
    [InlineData("a = [{ b = 1, c = ${d} }, { b = 2 }]\nd = 3")]
    [InlineData("a = [1] [2]\nb = {c=1} {d=2}\ne=1")]
    [InlineData("a = 5e-4\nb = -1\nc = path/to/file.tar")]
    public void Sound_texts_pass(string text)
    {
        HoconSyntaxCheck.Check(text.TrimStart('\uFEFF'), "test.conf");
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_followed()
    {
        Assert.Contains("brackets are open", Refused(string.Concat(Enumerable.Repeat("a {", 100_000))), StringComparison.Ordinal);
        Assert.Contains("brackets are open", Refused("a = " + new string('[', 100_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_passes_the_check_is_read_or_refused_and_never_hangs()
    {
        string[] pieces =
        [
            "a", "b", "a.b", "\"q\"", "1", "{", "}", "[", "]", "=", ":", ",", "\n", " ", "${a}", "${b}", "${a.b}", "\"\"\"t\"\"\"", "# c\n", "//", "include", "+",
            "a = 1\n", "b = [1, 2]\n", "a { b = 2 }\n", "b = ${a.b}\n", "@", "$", "\\", ".", "\"",
        ];
        var random = CounterRandom.For(1, RandomPurpose.GeneratedData);
        var numRead = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + random.NextInt(9)).Select(_ => pieces[random.NextInt(pieces.Length)]));
            try
            {
                _ = new HoconFileReader(_ => null).Parse(text, "random", "/nowhere").Config.ToString(includeFallback: true);
                numRead++;
            }
            catch (UserErrorException)
            {
                // Most random texts are no HOCON; that they end here is the point.
            }
        }
        Assert.InRange(numRead, 1000, 19_000);
    }

    private static string Refused(string text) => Assert.Throws<UserErrorException>(() => HoconSyntaxCheck.Check(text, "test.conf")).Message;
}
