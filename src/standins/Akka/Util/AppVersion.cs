using System.Globalization;
using System.Reflection;

namespace Akka.Util;

/// <summary>
/// A version of the deployed application, such as 1.2.3, 1.2-RC1, 1.0.0+3-73475dce26 or any word. Numbers compare as
/// numbers, also the count of commits after a plus; a version with a qualifier comes before the one without.
/// </summary>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    public static readonly AppVersion Zero = Create("0.0.0");

    private const string OfAssembly = "assembly-version";

    private readonly int[] _numbers = new int[4];
    private readonly string _rest = "";

    private AppVersion(string version)
    {
        Version = version;
        var segments = version.Split('.');
        if (version.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(version), version, "Empty version not supported.");
        if (segments.Length > 3)
            throw new ArgumentOutOfRangeException(nameof(version), version, "Only 3 digits separated with '.' are supported.");
        if (segments.Length == 1)
        {
            // A number, or a word as a whole.
            if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _numbers[0]))
                _rest = version;
            return;
        }
        for (var i = 0; i < segments.Length - 1; i++)
            _numbers[i] = ParseNumber(segments[i]);
        _rest = ParseLast(segments[^1], segments.Length - 1);
    }

    public string Version { get; }

    /// <param name="version">The version, or <c>assembly-version</c> for that of the running program.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is empty or has more than three parts.</exception>
    /// <exception cref="FormatException">One of two or three parts is no number.</exception>
    public static AppVersion Create(string version)
    {
        if (!version.Equals(OfAssembly, StringComparison.OrdinalIgnoreCase))
            return new AppVersion(version);
        // Called from unmanaged code there is no entry assembly.
        var running = (Assembly.GetEntryAssembly() ?? Assembly.GetExecutingAssembly()).GetName().Version;
        return new AppVersion($"{running.Major}.{running.Minor}.{running.Build}");
    }

    public int CompareTo(AppVersion other)
    {
        if (Equals(other))
            return 0;
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] != other._numbers[i])
                return _numbers[i].CompareTo(other._numbers[i]);
        }
        if (_rest.Length == 0 || other._rest.Length == 0)
            return other._rest.Length.CompareTo(_rest.Length);
        return string.CompareOrdinal(_rest, other._rest);
    }

    public bool Equals(AppVersion other) => other is not null && Version == other.Version;

    public override bool Equals(object obj) => Equals(obj as AppVersion);

    public override int GetHashCode() => Version.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Version;

    public static bool operator ==(AppVersion first, AppVersion second) => Equals(first, second);

    public static bool operator !=(AppVersion first, AppVersion second) => !Equals(first, second);

    // 2, 2-SNAPSHOT or 2+10-1234abcd: the number, the number of commits, what is left.
    private string ParseLast(string text, int index)
    {
        var end = text.AsSpan().IndexOfAny('-', '+');
        _numbers[index] = ParseNumber(end < 0 ? text : text[..end]);
        if (end < 0)
            return "";
        var rest = text[(end + 1)..];
        var dash = rest.IndexOf('-');
        if (dash <= 0 || !int.TryParse(rest.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var commits))
            return rest;
        _numbers[index + 1] = commits;
        return rest[(dash + 1)..];
    }

    private static int ParseNumber(string text) => text.Length == 0 ? 0 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
