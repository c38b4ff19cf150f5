using AkkaClip.Model.Fused.Native;
using Xunit;

namespace AkkaClip.Model.Tests.Fused;

/// <summary>Attention over packed sequences of different lengths against softmax(q k / sqrt h) v written out.</summary>
public sealed unsafe class AttentionTests
{
    private const int Heads = 2;
    private const int HeadWidth = 5;
    private const int Width = Heads * HeadWidth;

    private static readonly int[] Lengths = [1, 7, 4, 19];
    private static readonly int Rows = Lengths.Sum();
    private static readonly int[] PinnedLengths = Sample.Integers(Lengths);
    private static readonly int[] PinnedStarts = Starts();

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_row_mixes_the_values_it_may_see(bool causal)
    {
        var (qkv, mixed, lse) = Forward(causal);
        var at = Sample.Doubles(qkv);
        Sample.Equal(i => Mixed(at, causal, i / Width, i % Width), mixed, 1e-6);
        Assert.All(lse, value => Assert.True(float.IsFinite(value)));
    }

    [KernelTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradients_are_the_slopes(bool causal)
    {
        var (qkv, mixed, lse) = Forward(causal);
        float[] gradMixed = Sample.Floats(5, Rows * Width), grad = Sample.Zeros(qkv.Length);
        var call = Call(qkv, mixed, lse, causal);
        call.GradOutput = gradMixed.Address();
        call.GradQ = grad.Address();
        call.GradK = grad.Address() + Width;
        call.GradV = grad.Address() + (2 * Width);
        Kernels.AttentionBackward(&call);

        var at = Sample.Doubles(qkv);
        double Loss(double[] x, int sequence) => Enumerable.Range(Start(sequence), Lengths[sequence])
            .Sum(row => Enumerable.Range(0, Width).Sum(j => gradMixed[(row * Width) + j] * Mixed(x, causal, row, j)));
        Sample.Equal(i => Sample.Slope(x => Loss(x, SequenceOf(i / (3 * Width))), at, i), grad, 1e-5);
    }

    [KernelFact]
    public void One_query_a_sequence_sees_as_many_keys_as_it_is_told()
    {
        var qkv = Sample.Floats(1, Rows * 3 * Width);
        float[] queries = Sample.Floats(2, Lengths.Length * Width), mixed = Sample.Zeros(queries.Length), lse = Sample.Zeros(Lengths.Length * Heads);
        int[] visible = Sample.Integers([.. Lengths.Select(length => (length + 1) / 2)]);
        int[] index = Sample.Integers([.. Enumerable.Range(0, Lengths.Length)]), one = Sample.Integers(1, 1, 1, 1);
        var call = Call(qkv, mixed, lse, causal: false);
        call.QueryStart = index.Address();
        call.QueryLength = one.Address();
        call.KeyLength = visible.Address();
        call.Q = queries.Address();
        call.StrideQ = Width;
        Kernels.AttentionForward(&call);
        var at = Sample.Doubles(qkv);
        Sample.Equal(
            i => Softmax(Sample.Doubles(queries), i / Width * Width, at, Start(i / Width), visible[i / Width], i % Width), mixed, 1e-6);
        GC.KeepAlive(index);
        GC.KeepAlive(one);
    }

    private static (float[] Qkv, float[] Mixed, float[] LogSumExp) Forward(bool causal)
    {
        float[] qkv = Sample.Floats(1, Rows * 3 * Width, 2), mixed = Sample.Zeros(Rows * Width), lse = Sample.Zeros(Rows * Heads);
        var call = Call(qkv, mixed, lse, causal);
        Kernels.AttentionForward(&call);
        return (qkv, mixed, lse);
    }

    private static AttentionCall Call(float[] qkv, float[] mixed, float[] lse, bool causal) => new()
    {
        Q = qkv.Address(), K = qkv.Address() + Width, V = qkv.Address() + (2 * Width),
        Output = mixed.Address(), LogSumExp = lse.Address(),
        QueryStart = PinnedStarts.Address(), QueryLength = PinnedLengths.Address(),
        KeyStart = PinnedStarts.Address(), KeyLength = PinnedLengths.Address(),
        StrideQ = 3 * Width, StrideK = 3 * Width, StrideV = 3 * Width, StrideOutput = Width,
        Sequences = Lengths.Length, Heads = Heads, HeadWidth = HeadWidth, Causal = causal ? 1 : 0,
    };

    private static int[] Starts() => Sample.Integers([.. Enumerable.Range(0, Lengths.Length).Select(Start)]);

    private static int Start(int sequence) => Lengths[..sequence].Sum();

    private static int SequenceOf(int row) => Enumerable.Range(0, Lengths.Length).Last(sequence => Start(sequence) <= row);

    private static double Mixed(double[] qkv, bool causal, int row, int column)
    {
        var sequence = SequenceOf(row);
        var first = Start(sequence);
        var visible = causal ? row - first + 1 : Lengths[sequence];
        return Softmax(qkv, row * 3 * Width, qkv, first, visible, column);
    }

    private static double Softmax(double[] queries, int query, double[] qkv, int first, int visible, int column)
    {
        var head = column / HeadWidth * HeadWidth;
        var (sum, total) = (0.0, 0.0);
        for (var key = first; key < first + visible; key++)
        {
            var score = 0.0;
            for (var j = head; j < head + HeadWidth; j++)
                score += queries[query + j] * qkv[(key * 3 * Width) + Width + j];
            var weight = Math.Exp(score / Math.Sqrt(HeadWidth));
            sum += weight * qkv[(key * 3 * Width) + (2 * Width) + column];
            total += weight;
        }

        return sum / total;
    }
}
