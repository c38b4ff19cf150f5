namespace AkkaClip.Data.Downloads.Pictures;

/// <summary>What became of the bytes of a picture.</summary>
public abstract record PictureOutcome
{
    private PictureOutcome()
    {
    }

    /// <param name="Bytes">The file.</param>
    /// <param name="Extension">jpg, png or webp.</param>
    /// <param name="Width">Of the file's picture.</param>
    /// <param name="Height">Of the file's picture.</param>
    /// <param name="OriginalWidth">As it came.</param>
    /// <param name="OriginalHeight">As it came.</param>
    /// <param name="Sha256">Of the bytes as they came, in hexadecimal digits.</param>
    /// <param name="PerceptualHash">Equal for pictures that look the same; see <see cref="Pictures.PerceptualHash"/>.</param>
    public sealed record Made(
        byte[] Bytes, string Extension, int Width, int Height, int OriginalWidth, int OriginalHeight, string Sha256, ulong PerceptualHash) : PictureOutcome;

    public sealed record Failed(DownloadProblem Problem, string Detail) : PictureOutcome;
}
