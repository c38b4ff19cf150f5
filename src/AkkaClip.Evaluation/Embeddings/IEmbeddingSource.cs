namespace AkkaClip.Evaluation.Embeddings;

/// <summary>A trained model as evaluation sees it: pictures and texts in, embeddings out. Used by one thread at a time.</summary>
public interface IEmbeddingSource
{
    /// <summary>Edge s of the square pictures, in pixels.</summary>
    int ImageSize { get; }

    /// <summary>Tokens L a text.</summary>
    int ContextLength { get; }

    /// <summary>Width d of the embeddings.</summary>
    int Width { get; }

    /// <summary>Embeddings [count, d] of uint8 RGB pictures [count, 3, s, s].</summary>
    float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count);

    /// <summary>Embeddings [count, d] of token ids [count, L].</summary>
    float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count);
}
