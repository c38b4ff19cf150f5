using AkkaClip.Data.Text;
using AkkaClip.Evaluation.Embeddings;

namespace AkkaClip.Evaluation.Tests.Tasks;

/// <summary>A model that sees colours only: an embedding is the colour of the most colourful pixels, or of the colour word in a text.</summary>
internal sealed class ColorEmbeddings(ClipTokenizer tokenizer) : IEmbeddingSource
{
    private static readonly Dictionary<string, (int R, int G, int B)> Words = new()
    {
        ["red"] = (220, 30, 35), ["orange"] = (245, 135, 15), ["yellow"] = (245, 225, 30), ["green"] = (40, 165, 55),
        ["cyan"] = (45, 205, 215), ["blue"] = (35, 70, 215), ["purple"] = (125, 40, 170), ["pink"] = (250, 120, 185),
    };

    public int ImageSize => 32;

    public int ContextLength => 32;

    public int Width => 3;

    public float[] EncodeImages(ReadOnlyMemory<byte> pixels, int count)
    {
        var embeddings = new float[count * Width];
        var plane = ImageSize * ImageSize;
        for (var image = 0; image < count; image++)
        {
            var rgb = pixels.Span.Slice(image * 3 * plane, 3 * plane);
            for (var pixel = 0; pixel < plane; pixel++)
            {
                int r = rgb[pixel], g = rgb[plane + pixel], b = rgb[(2 * plane) + pixel];
                if (Math.Max(r, Math.Max(g, b)) - Math.Min(r, Math.Min(g, b)) > 90)
                    Add(embeddings, image, (r, g, b));
            }
        }

        return embeddings;
    }

    public float[] EncodeTexts(ReadOnlyMemory<int> tokens, int count)
    {
        var embeddings = new float[count * Width];
        for (var text = 0; text < count; text++)
        {
            var words = tokenizer.Decode(tokens.Span.Slice(text * ContextLength, ContextLength)).Split(' ', '>');
            Add(embeddings, text, words.Select(word => Words.GetValueOrDefault(word)).FirstOrDefault(color => color != default, (1, 1, 1)));
        }

        return embeddings;
    }

    // Relative to grey, so that angles tell hues apart.
    private static void Add(float[] embeddings, int row, (int R, int G, int B) color)
    {
        var gray = (color.R + color.G + color.B) / 4f;
        embeddings[row * 3] += color.R - gray;
        embeddings[(row * 3) + 1] += color.G - gray;
        embeddings[(row * 3) + 2] += color.B - gray;
    }
}
