using System.Numerics;
using AkkaClip.Data.Metadata.Columns;

namespace AkkaClip.Data.Metadata.Filters;

/// <summary>A column of numbers against a number.</summary>
internal sealed class NumberComparison<T>(MetadataField column, FilterOperator operation, T constant) : Predicate
    where T : struct, IComparisonOperators<T, T, bool>
{
    public override IEnumerable<MetadataField> Fields => [column];

    public override Possible Bounds(RowGroupColumns group)
    {
        if (group.Statistics(column) is not { MinValue: IConvertible least, MaxValue: IConvertible largest } statistics)
            return Possible.Any;
        var (min, max) = (Convert(least), Convert(largest));
        if (min is not { } low || max is not { } high)
            return Possible.Any;
        // Real numbers may be missing without being counted: what is no number is not within the bounds either.
        var unknown = statistics.NullCount == 0 && column.Kind == ColumnKind.Integer ? Possible.None : Possible.Unknown;
        var (canBeTrue, canBeFalse) = operation switch
        {
            FilterOperator.Less => (low < constant, high >= constant),
            FilterOperator.LessOrEqual => (low <= constant, high > constant),
            FilterOperator.Greater => (high > constant, low <= constant),
            FilterOperator.GreaterOrEqual => (high >= constant, low < constant),
            FilterOperator.Equal => (low <= constant && high >= constant, low != constant || high != constant),
            _ => (low != constant || high != constant, low <= constant && high >= constant),
        };
        return unknown | (canBeTrue ? Possible.True : 0) | (canBeFalse ? Possible.False : 0);
    }

    public override async ValueTask<byte[]> EvaluateAsync(RowGroupColumns group, CancellationToken cancellation)
    {
        var batch = await group.ReadAsync(column, cancellation);
        var truth = new byte[batch.NumRows];
        Compare(typeof(T) == typeof(long) ? (T[])(object)batch.Integers : (T[])(object)batch.Reals, truth);
        Truth.MarkUnknown(truth, batch.IsMissing);
        return truth;
    }

    private void Compare(ReadOnlySpan<T> values, Span<byte> truth)
    {
        switch (operation)
        {
            case FilterOperator.Equal:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] == constant ? Truth.True : Truth.False;
                break;
            case FilterOperator.NotEqual:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] != constant ? Truth.True : Truth.False;
                break;
            case FilterOperator.Less:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] < constant ? Truth.True : Truth.False;
                break;
            case FilterOperator.LessOrEqual:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] <= constant ? Truth.True : Truth.False;
                break;
            case FilterOperator.Greater:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] > constant ? Truth.True : Truth.False;
                break;
            default:
                for (var i = 0; i < truth.Length; i++)
                    truth[i] = values[i] >= constant ? Truth.True : Truth.False;
                break;
        }
    }

    private static T? Convert(IConvertible bound)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        if (typeof(T) == typeof(long))
            return (T)(object)bound.ToInt64(invariant);
        var number = bound.ToDouble(invariant);
        return double.IsNaN(number) ? null : (T)(object)number;
    }
}
