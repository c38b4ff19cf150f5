using AkkaClip.Core.Errors;
using AkkaClip.Core.Runs;
using AkkaClip.Data.Batches;
using AkkaClip.Data.Samples;
using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.Evaluation.Tasks;

/// <summary>Embeds the pictures of a source, batch by batch.</summary>
internal sealed class ImageEmbedder(IEmbeddingSource embeddings, ISampleSource data, ResizeKind resize, int threads)
{
    private const int BatchSize = 128;

    /// <summary>Embeds all samples of the source; those that cannot be used are left out.</summary>
    /// <param name="whyUnfit">Why a sample is no use to the task, though its picture is fine; null: it is of use.</param>
    /// <param name="done">Told how many samples have been read.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UserErrorException">No sample can be used; the message tells why.</exception>
    public (EmbeddingTable Images, List<EncodedSample> Samples) Embed(Func<EncodedSample, string?> whyUnfit, Action<int> done, CancellationToken cancellation)
    {
        var rows = new List<float>();
        var samples = new List<EncodedSample>();
        string? firstProblem = null;
        using var reader = new EvaluationReader(data, embeddings.ImageSize, resize, threads);
        foreach (var batch in reader.Read(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            firstProblem ??= batch.Problems.FirstOrDefault()?.Message;
            var embedded = batch.Samples.IsEmpty ? [] : embeddings.EncodeImages(batch.Pixels, batch.Samples.Length);
            for (var row = 0; row < batch.Samples.Length; row++)
            {
                if (whyUnfit(batch.Samples[row]) is { } reason)
                {
                    firstProblem ??= $"'{batch.Samples[row].Key}' {reason}";
                    continue;
                }

                rows.AddRange(embedded.AsSpan(row * embeddings.Width, embeddings.Width));
                samples.Add(batch.Samples[row]);
            }

            done(batch.Samples.Length + batch.Problems.Length);
        }

        if (samples.Count == 0)
            throw new UserErrorException($"{data.Description}: none of {data.Count} samples can be evaluated; the first: {firstProblem}");
        return (EmbeddingTable.Normalize([.. rows], embeddings.Width), samples);
    }
}
