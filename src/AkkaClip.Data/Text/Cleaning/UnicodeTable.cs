using System.Globalization;

namespace AkkaClip.Data.Text.Cleaning;

/// <summary>The tables of <c>Text/Tables</c>, which are resources of this assembly: tab-separated lines, <c>#</c> for comments.</summary>
internal static class UnicodeTable
{
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its resource {name}");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                yield return line.Split('\t');
        }
    }

    public static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
