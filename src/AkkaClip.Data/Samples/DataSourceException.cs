using AkkaClip.Core.Errors;

namespace AkkaClip.Data.Samples;

/// <summary>
/// Data that cannot be used as a whole: a missing, truncated, foreign or hostile file, or a specification that fits no sample.
/// The message says what, where and what to do; the command line prints it without a stack trace.
/// </summary>
public sealed class DataSourceException : UserErrorException
{
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="offset">Byte offset in the file, where that is known.</param>
    /// <param name="inner">The cause, where another exception is one.</param>
    public DataSourceException(string path, string problem, string remedy, long? offset = null, Exception? inner = null)
        : base(offset is { } at ? $"{path}, offset {at}: {problem}; {remedy}" : $"{path}: {problem}; {remedy}", inner)
    {
        Path = path;
        Offset = offset;
    }

    public string Path { get; }

    public long? Offset { get; }
}
