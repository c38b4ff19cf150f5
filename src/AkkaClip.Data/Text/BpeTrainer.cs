using AkkaClip.Data.Text.BytePairs;
using AkkaClip.Data.Text.Cleaning;

namespace AkkaClip.Data.Text;

/// <summary>
/// Makes a byte-pair vocabulary from captions: again and again the most frequent pair of neighbouring symbols becomes one symbol.
/// The same captions in any order give the same vocabulary.
/// </summary>
/// <remarks>Not safe for use from several threads.</remarks>
public sealed class BpeTrainer
{
    /// <summary>The bytes, their word-end forms, and the two specials: a vocabulary without a merge.</summary>
    public const int MinSize = BpeVocabulary.NumByteSymbols + BpeVocabulary.NumSpecials;

    /// <summary>The size of CLIP's own.</summary>
    public const int MaxSize = MinSize + BpeVocabulary.MaxMerges;

    private readonly Dictionary<string, long> _wordCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _countsByText;

    public BpeTrainer() => _countsByText = _wordCounts.GetAlternateLookup<ReadOnlySpan<char>>();

    public long NumCaptions { get; private set; }

    /// <summary>Counts the words of a caption, cleaned and cut as <see cref="ClipTokenizer"/> does it.</summary>
    public void Add(ReadOnlySpan<char> caption)
    {
        NumCaptions++;
        var words = new WordScanner(CaptionCleaner.Clean(CaptionCleaner.Cut(caption, ClipTokenizer.MaxTextChars)));
        while (words.MoveNext())
        {
            // A longer word is no word; it would only cost memory.
            if (words.Current.Length > WordCache.MaxWordChars || words.IsStartToken || words.IsEndToken)
                continue;
            _countsByText.TryGetValue(words.Current, out var count);
            _countsByText[words.Current] = count + 1;
        }
    }

    /// <summary>Learns the merges, most frequent first.</summary>
    /// <param name="size">Ids of the vocabulary; fewer come out where no pair occurs twice any more.</param>
    /// <param name="progress">Told the number of merges now and then.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below <see cref="MinSize"/> or above <see cref="MaxSize"/>.</exception>
    public TrainedVocabulary Train(int size, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);

        const int ReportEvery = 256;
        var counts = new PairCounts(_wordCounts);
        var merges = new List<(string Left, string Right)>(size - MinSize);
        while (merges.Count < size - MinSize && counts.MergeMostFrequent() is { } merge)
        {
            merges.Add(merge);
            if (merges.Count % ReportEvery == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(merges.Count);
            }
        }

        return new TrainedVocabulary(merges);
    }
}
