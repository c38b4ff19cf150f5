using AkkaClip.Data.Samples;

namespace AkkaClip.Data.Tables;

/// <summary>Where the images that a table names lie. Safe to read from several threads.</summary>
internal interface IImageFolder : IDisposable
{
    /// <summary>Why there is no such image; null: there is.</summary>
    string? Missing(string name);

    /// <summary>The image's bytes, or why they cannot be had.</summary>
    (ReadOnlyMemory<byte> Bytes, SampleProblem? Problem) Read(string name);
}
