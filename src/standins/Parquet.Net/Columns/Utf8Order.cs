namespace Parquet.Columns;

/// <summary>Texts by their UTF-8 bytes, which differs from the order of UTF-16 behind the surrogates.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        var at = a.CommonPrefixLength(b);
        return at == a.Length || at == b.Length ? a.Length - b.Length : Rank(a[at]) - Rank(b[at]);
    }

    private static int Rank(char c) => c < 0xd800 ? c : c >= 0xe000 ? c - 0x800 : c + 0x2000;
}
