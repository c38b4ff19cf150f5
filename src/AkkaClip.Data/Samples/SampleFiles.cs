namespace AkkaClip.Data.Samples;

/// <summary>Reads a sample's own files; what goes wrong with one of them is that sample's problem.</summary>
internal static class SampleFiles
{
    public static (ReadOnlyMemory<byte> Bytes, SampleProblem? Problem) ReadImage(string path)
    {
        try
        {
            return EncodedImage.ProblemOfSize(new FileInfo(path).Length) is { } oversized
                ? (default, oversized)
                : (File.ReadAllBytes(path), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (default, new SampleProblem(SampleProblemKind.MissingImage, error.Message));
        }
    }

    /// <summary>The file's bytes; null: there is none. What is wrong with it is noted in <paramref name="metadata"/>.</summary>
    public static byte[]? ReadMetadata(string path, SampleMetadata metadata)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return null;
            if (file.Length <= SampleMetadata.MaxBytes)
                return File.ReadAllBytes(path);
            metadata.Fail($"{path} has {file.Length} bytes; captions and fields have at most {SampleMetadata.MaxBytes}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            metadata.Fail(error.Message);
        }
        return null;
    }
}
