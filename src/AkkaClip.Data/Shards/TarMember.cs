namespace AkkaClip.Data.Shards;

/// <summary>A regular file inside a tar.</summary>
/// <param name="Name">Its path in the archive; only ever a key, never a place to write to.</param>
/// <param name="Offset">Where its bytes begin in the archive.</param>
/// <param name="Size">Bytes, at most 2^31 - 1.</param>
public readonly record struct TarMember(string Name, long Offset, int Size);
