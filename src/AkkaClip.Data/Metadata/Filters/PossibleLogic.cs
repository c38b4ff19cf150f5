namespace AkkaClip.Data.Metadata.Filters;

/// <summary>The logic of <see cref="Truth"/> over sets of values.</summary>
internal static class PossibleLogic
{
    private static readonly (Possible Set, byte Value)[] s_values = [(Possible.False, Truth.False), (Possible.Unknown, Truth.Unknown), (Possible.True, Truth.True)];

    public static Possible And(Possible left, Possible right) => Combine(left, right, Math.Min);

    public static Possible Or(Possible left, Possible right) => Combine(left, right, Math.Max);

    public static Possible Not(Possible possible) =>
        possible & Possible.Unknown
        | (possible.HasFlag(Possible.True) ? Possible.False : 0)
        | (possible.HasFlag(Possible.False) ? Possible.True : 0);

    private static Possible Combine(Possible left, Possible right, Func<byte, byte, byte> operation)
    {
        var result = Possible.None;
        foreach (var a in s_values.Where(v => left.HasFlag(v.Set)))
        {
            foreach (var b in s_values.Where(v => right.HasFlag(v.Set)))
                result |= s_values[operation(a.Value, b.Value)].Set;
        }
        return result;
    }
}
