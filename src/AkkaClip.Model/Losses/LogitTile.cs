using static TorchSharp.torch;

namespace AkkaClip.Model.Losses;

/// <summary>Some rows of a matrix of logits: this rank's samples on one side, the whole global batch on the other.</summary>
/// <param name="Start">First row within this rank's part.</param>
/// <param name="Count">T rows.</param>
/// <param name="Logits_TB">scale x y^T + bias.</param>
/// <param name="DiagonalOffset">Column of the matching sample in the first row.</param>
internal readonly record struct LogitTile(long Start, long Count, Tensor Logits_TB, long DiagonalOffset)
{
    /// <summary>Elements of a tile: 16 MiB, so that a tile stays in a large cache and a batch of 32k takes 256 tiles.</summary>
    private const long MaxElements = 1 << 22;

    /// <param name="rows_RD">This rank's embeddings of one side.</param>
    /// <param name="columns_BD">All embeddings of the other side.</param>
    public static IEnumerable<LogitTile> Of(Tensor rows_RD, Tensor columns_BD, LossInput input)
    {
        var numRows = Math.Max(1, MaxElements / input.GlobalBatch);
        for (var start = 0L; start < input.Count; start += numRows)
        {
            var count = Math.Min(numRows, input.Count - start);
            var logits_TB = matmul(rows_RD.narrow(0, start, count), columns_BD.t()).mul_(input.Scale);
            if (input.Bias != 0)
                logits_TB.add_(input.Bias);
            yield return new LogitTile(start, count, logits_TB, input.FirstRow + start);
        }
    }

    /// <summary>Writes dL/dx = scale G y of this tile's rows, and returns their part of sum_ij G_ij Z_ij.</summary>
    /// <param name="g_TB">G = dL/dZ.</param>
    /// <param name="columns_BD">y.</param>
    /// <param name="gradients_RD">Takes the gradient of this rank's rows.</param>
    public double Backward(Tensor g_TB, Tensor columns_BD, double scale, Tensor gradients_RD)
    {
        gradients_RD.narrow(0, Start, Count).copy_(matmul(g_TB, columns_BD).mul_(scale));
        return OrderedSum.Of(g_TB * Logits_TB);
    }

    /// <summary>The matching pairs of a matrix of this tile's shape, a view [T].</summary>
    public Tensor Diagonal(Tensor matrix_TB) => matrix_TB.diagonal(DiagonalOffset, 0, 1);
}
