using AkkaClip.Data.Text;

namespace AkkaClip.Data.Tests.Batches;

/// <summary>Captions of numbers, a token a number: a test can read back which caption was chosen.</summary>
internal sealed class WordTokenizer : ITokenizer
{
    public int VocabularySize => 1_000_002;

    public int StartToken => 1_000_000;

    public int EndToken => 1_000_001;

    public void Encode(ReadOnlySpan<char> text, Span<int> ids)
    {
        ids.Clear();
        ids[0] = StartToken;
        ids[1] = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        ids[2] = EndToken;
    }
}
