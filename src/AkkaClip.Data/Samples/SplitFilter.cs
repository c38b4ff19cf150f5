using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AkkaClip.Core.Runs;

namespace AkkaClip.Data.Samples;

/// <summary>Decides which samples belong to the split of a specification: by a field, or by a stable hash of the key.</summary>
internal sealed class SplitFilter
{
    private const string Train = "train";
    private const string Test = "test";

    private readonly string? _split;
    private readonly string _field;
    private readonly double? _testShare;

    /// <exception cref="DataSourceException">The split and its rule contradict each other.</exception>
    public SplitFilter(DataSpec spec)
    {
        (_split, _field, _testShare) = (spec.Split, spec.SplitField, spec.TestShare);
        if (_testShare is not { } share)
            return;
        if (share is not (> 0 and < 1))
            throw new DataSourceException(spec.Paths[0], $"the test share is {share}", "it must lie between 0 and 1");
        if (_split is not (null or Train or Test))
            throw new DataSourceException(
                spec.Paths[0], $"the split is '{_split}' and the data is split by a share", $"take {Train} or {Test}");
    }

    /// <summary>Whether every sample is taken without a look at its fields.</summary>
    public bool NeedsFields => _split is not null && _testShare is null;

    public string Field => _field;

    /// <summary>Whether the sample belongs to the split.</summary>
    /// <param name="fields">Only looked at when <see cref="NeedsFields"/>.</param>
    public bool Takes(string key, IReadOnlyDictionary<string, string> fields)
    {
        if (_split is null)
            return true;
        if (_testShare is { } share)
            return (Fraction(key) < share ? Test : Train) == _split;
        return fields.TryGetValue(_field, out var value) && value == _split;
    }

    public override string ToString() => _split is null ? "all samples" : $"split {_split}";

    /// <summary>A number in [0, 1) that depends on the key alone, on every machine and in every version: SHA-256's first 8 bytes.</summary>
    internal static double Fraction(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * (1.0 / (1L << 53));
    }
}
