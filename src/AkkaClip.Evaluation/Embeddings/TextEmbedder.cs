using AkkaClip.Data.Text;

namespace AkkaClip.Evaluation.Embeddings;

/// <summary>Embeds texts batch by batch.</summary>
internal sealed class TextEmbedder(IEmbeddingSource embeddings, ITokenizer tokenizer)
{
    private const int BatchSize = 256;

    public EmbeddingTable Embed(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var context = embeddings.ContextLength;
        var rows = new float[texts.Count * embeddings.Width];
        var tokens = new int[Math.Min(BatchSize, texts.Count) * context];
        for (var first = 0; first < texts.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(BatchSize, texts.Count - first);
            for (var i = 0; i < count; i++)
                tokenizer.Encode(texts[first + i], tokens.AsSpan(i * context, context));
            embeddings.EncodeTexts(tokens.AsMemory(0, count * context), count).CopyTo(rows, first * embeddings.Width);
        }

        return EmbeddingTable.Normalize(rows, embeddings.Width);
    }
}
