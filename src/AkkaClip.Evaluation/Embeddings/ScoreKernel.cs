using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaClip.Evaluation.Embeddings;

/// <summary>Dot products of one query with many candidates.</summary>
/// <remarks>
/// A pair gets the same bits wherever it stands in a block, so that equal embeddings have equal scores and ties are decided by rule.
/// </remarks>
internal static class ScoreKernel
{
    private const int Lanes = 4;

    /// <param name="query">[d].</param>
    /// <param name="candidates">[n, d].</param>
    /// <param name="scores">Receives [n].</param>
    public static void Score(ReadOnlySpan<float> query, ReadOnlySpan<float> candidates, Span<float> scores)
    {
        var width = query.Length;
        var row = 0;
        for (; row + Lanes <= scores.Length; row += Lanes)
            ScoreFour(query, candidates.Slice(row * width, Lanes * width), scores[row..]);
        for (; row < scores.Length; row++)
            scores[row] = Score(query, candidates.Slice(row * width, width));
    }

    public static float Score(ReadOnlySpan<float> query, ReadOnlySpan<float> candidate)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i + Vector<float>.Count <= query.Length; i += Vector<float>.Count)
            sum = Vector.FusedMultiplyAdd(At(query, i), At(candidate, i), sum);
        return Finish(sum, query, candidate, i);
    }

    // Four candidates a load of the query, one running sum each.
    private static void ScoreFour(ReadOnlySpan<float> query, ReadOnlySpan<float> candidates, Span<float> scores)
    {
        var width = query.Length;
        var a = candidates[..width];
        var b = candidates.Slice(width, width);
        var c = candidates.Slice(2 * width, width);
        var d = candidates.Slice(3 * width, width);
        var (sumA, sumB, sumC, sumD) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= width; i += Vector<float>.Count)
        {
            var part = At(query, i);
            sumA = Vector.FusedMultiplyAdd(part, At(a, i), sumA);
            sumB = Vector.FusedMultiplyAdd(part, At(b, i), sumB);
            sumC = Vector.FusedMultiplyAdd(part, At(c, i), sumC);
            sumD = Vector.FusedMultiplyAdd(part, At(d, i), sumD);
        }

        scores[0] = Finish(sumA, query, a, i);
        scores[1] = Finish(sumB, query, b, i);
        scores[2] = Finish(sumC, query, c, i);
        scores[3] = Finish(sumD, query, d, i);
    }

    private static float Finish(Vector<float> sum, ReadOnlySpan<float> query, ReadOnlySpan<float> candidate, int first)
    {
        var total = Vector.Sum(sum);
        for (var i = first; i < query.Length; i++)
            total += query[i] * candidate[i];
        return total;
    }

    private static Vector<float> At(ReadOnlySpan<float> values, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);
}
