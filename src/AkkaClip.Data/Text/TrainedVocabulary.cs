using System.IO.Compression;
using System.Text;

namespace AkkaClip.Data.Text;

/// <summary>The merges that <see cref="BpeTrainer"/> learned.</summary>
public sealed class TrainedVocabulary
{
    private readonly IReadOnlyList<(string Left, string Right)> _merges;

    internal TrainedVocabulary(IReadOnlyList<(string Left, string Right)> merges) => _merges = merges;

    /// <summary>Number of ids, bytes and specials included.</summary>
    public int Size => BpeTrainer.MinSize + _merges.Count;

    /// <summary>Writes it in the format of CLIP's <c>bpe_simple_vocab_16e6.txt.gz</c>; whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public void Write(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);

        var unfinished = path + ".partial";
        try
        {
            using (var file = File.Create(unfinished))
            {
                using var compressed = new GZipStream(file, CompressionLevel.SmallestSize);
                using var writer = new StreamWriter(compressed, new UTF8Encoding(false));
                writer.Write("#version: 0.2 - AkkaClip byte pairs\n");
                foreach (var (left, right) in _merges)
                    writer.Write($"{left} {right}\n");
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException failure)
        {
            throw new IOException($"{path}: the vocabulary cannot be written ({failure.Message}); free space there, or choose another place", failure);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
