namespace TorchSharp;

public static partial class torch
{
    /// <summary>One part of an indexing expression, as in Python: a number, a range, an ellipsis, a new axis, a tensor.</summary>
#pragma warning disable CA1815 // compared nowhere; the genuine struct has no equality either
    public struct TensorIndex
#pragma warning restore CA1815
    {
        internal enum Kind
        {
            None,
            Single,
            Null,
            Ellipsis,
            Bool,
            Tensor,
            Slice,
        }

        internal long? Start;
        internal long? Stop;
        internal long? Step;
        internal Kind Of;
        internal Tensor? Indices;

#pragma warning disable CA2211 // the genuine API has public mutable fields
        public static TensorIndex Ellipsis = new() { Of = Kind.Ellipsis };
        public static TensorIndex None = new() { Of = Kind.None };
        public static TensorIndex Null = new() { Of = Kind.Null };
        public static TensorIndex Colon = Slice();
#pragma warning restore CA2211

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Of = Kind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range)
        {
            long start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, stop);
        }

        public static TensorIndex Bool(bool value) => new() { Of = Kind.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { Of = Kind.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Of = Kind.Tensor, Indices = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        // Never runs: it makes indexing prefer the overload that takes indices to the one that takes tensors.
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
