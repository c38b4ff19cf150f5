namespace AkkaClip.Data.Text;

/// <summary>Turns a caption into the token ids of the text tower. Safe to call from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids, start and end token included; ids are 0 to this - 1.</summary>
    int VocabularySize { get; }

    /// <summary>The id every text begins with.</summary>
    int StartToken { get; }

    /// <summary>The id every text ends with, where the text tower pools: the highest id.</summary>
    int EndToken { get; }

    /// <summary>
    /// Fills all of <paramref name="ids"/>, [L] with L the context length: start token, tokens, end token, zeros.
    /// A text that is too long is cut, and the end token is last.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="ids"/> has no room for a start and an end token.</exception>
    void Encode(ReadOnlySpan<char> text, Span<int> ids);
}
