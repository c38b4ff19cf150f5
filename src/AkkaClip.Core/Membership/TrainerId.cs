namespace AkkaClip.Core.Membership;

/// <summary>Names a trainer; ordered by its text, code unit by code unit, alike everywhere.</summary>
public readonly record struct TrainerId(string Value) : IComparable<TrainerId>
{
    public static bool operator <(TrainerId left, TrainerId right) => left.CompareTo(right) < 0;

    public static bool operator >(TrainerId left, TrainerId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TrainerId left, TrainerId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TrainerId left, TrainerId right) => left.CompareTo(right) >= 0;

    public int CompareTo(TrainerId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
