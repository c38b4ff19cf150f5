using System.Collections.Immutable;

namespace AkkaClip.Data.Samples;

/// <summary>Gathers what a source leaves out while it opens.</summary>
internal sealed class SourceReportBuilder
{
    private const int MaxExamples = 20;

    private readonly SortedDictionary<SampleProblemKind, long> _counts = [];
    private readonly List<string> _examples = [];

    public void Skip(SampleProblemKind kind, string message)
    {
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (_examples.Count < MaxExamples)
            _examples.Add(message);
    }

    public SourceReport Build() => new(_counts.ToImmutableSortedDictionary(), [.. _examples]);

    /// <summary>The error of a source in which nothing is left.</summary>
    public DataSourceException Nothing(string path, string what)
    {
        var total = _counts.Values.Sum();
        var reasons = string.Join(", ", _counts.Select(pair => $"{pair.Value} {pair.Key}"));
        return new DataSourceException(
            path,
            total == 0 ? $"no sample ({what})" : $"no usable sample ({what}); left out: {reasons}, the first: {_examples[0]}",
            "check the paths, the split and the field names");
    }
}
