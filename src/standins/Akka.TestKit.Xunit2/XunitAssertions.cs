using Xunit;

namespace Akka.TestKit.Xunit2;

/// <summary>Fails tests through xunit.</summary>
public class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.True(condition, Text(format, args));

    public void AssertFalse(bool condition, string format = "", params object[] args) => Assert.False(condition, Text(format, args));

    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args) =>
        AssertEqual(expected, actual, (a, b) => Same(a, b), format, args);

    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args)
    {
        if (!comparer(expected, actual))
            Assert.Fail($"{Text(format, args)}{Environment.NewLine}Expected: {expected}{Environment.NewLine}Actual:   {actual}");
    }

    // Sequences by their elements, as xunit compares them; anything else by Equals.
    private static bool Same(object expected, object actual)
    {
        if (Equals(expected, actual))
            return true;
        return expected is System.Collections.IEnumerable a and not string && actual is System.Collections.IEnumerable b
            && a.Cast<object>().SequenceEqual(b.Cast<object>());
    }

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(format, args);
}
