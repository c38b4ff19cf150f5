using AkkaClip.Model.Replicas;

namespace AkkaClip.Evaluation.Embeddings;

/// <summary>The embeddings of a replica with the parameters of its last commit.</summary>
public sealed class ReplicaEmbeddings(IReplica replica) : IEmbeddingSource
{
    public int ImageSize => replica.Config.Vision.ImageSize;

    public int ContextLength => replica.Config.Text.ContextLength;

    public int Width => replica.Config.EmbedDim;

    public float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count) => replica.EncodeImages(pixels, count);

    public float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count) => replica.EncodeTexts(tokens, count);
}
