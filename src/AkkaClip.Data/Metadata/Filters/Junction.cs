using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>'and' or 'or' of predicates; the cheap ones decide first whether the others are asked at all.</summary>
internal sealed class Junction(bool isAnd, IEnumerable<Predicate> parts) : Predicate
{
    private readonly Predicate[] _parts = [.. parts.OrderBy(p => p.Cost)];

    public override IEnumerable<MetadataField> Fields => _parts.SelectMany(p => p.Fields).Distinct();

    public override Possible Bounds(RowGroupColumns group) =>
        _parts.Select(p => p.Bounds(group)).Aggregate((a, b) => isAnd ? PossibleLogic.And(a, b) : PossibleLogic.Or(a, b));

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var truth = await _parts[0].EvaluateAsync(group, cancellation);
        var decided = isAnd ? Truth.False : Truth.True;
        foreach (var part in _parts.Skip(1))
        {
            if (!truth.AsSpan().ContainsAnyExcept(decided))
                break;
            var other = await part.EvaluateAsync(group, cancellation);
            if (isAnd)
                Truth.And(truth, other);
            else
                Truth.Or(truth, other);
        }
        return truth;
    }
}
