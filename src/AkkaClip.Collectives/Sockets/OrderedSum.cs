using System.Numerics.Tensors;
using AkkaClip.Collectives.Frames;

namespace AkkaClip.Collectives.Sockets;

/// <summary>Adds several contributions in their order, block by block, so that each is read once and the sum stays in the first cache.</summary>
internal static class OrderedSum
{
    private const int BlockFloats = 2048;

    /// <param name="terms">At least one, in the order of the sum; each as long as the target.</param>
    /// <param name="target">May be one of the terms.</param>
    /// <param name="wire">Bfloat16: all terms and the sum are rounded.</param>
    public static void Run(ReadOnlySpan<SumTerm> terms, Span<float> target, WireFormat wire)
    {
        Span<float> sum = stackalloc float[BlockFloats];
        Span<float> widened = stackalloc float[BlockFloats];
        Span<ushort> rounded = stackalloc ushort[BlockFloats];
        for (var start = 0; start < target.Length; start += BlockFloats)
        {
            var count = Math.Min(BlockFloats, target.Length - start);
            var block = target.Slice(start, count);
            if (wire == WireFormat.Float32)
            {
                AddBlock(terms, start, sum[..count], block);
                continue;
            }
            terms[0].Widen(start, sum[..count], rounded[..count]);
            foreach (var term in terms[1..])
            {
                term.Widen(start, widened[..count], rounded[..count]);
                TensorPrimitives.Add(sum[..count], widened[..count], sum[..count]);
            }
            Bfloat16.Round(sum[..count], rounded[..count]);
            Bfloat16.Widen(rounded[..count], block);
        }
    }

    /// <summary>The last addition writes the target: until then it may still be a term.</summary>
    private static void AddBlock(ReadOnlySpan<SumTerm> terms, int start, Span<float> sum, Span<float> target)
    {
        var first = terms[0].Floats(start, target.Length);
        if (terms.Length == 1)
        {
            first.CopyTo(target);
            return;
        }
        for (var i = 1; i < terms.Length; i++)
        {
            var into = i == terms.Length - 1 ? target : sum;
            TensorPrimitives.Add(i == 1 ? first : sum, terms[i].Floats(start, target.Length), into);
        }
    }
}
