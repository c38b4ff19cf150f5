namespace AkkaClip.Data.Shards.Remote;

/// <summary>Where blocks of remote shards are kept.</summary>
/// <param name="Folder">Made if it is not there; several processes may share it.</param>
/// <param name="MaxBytes">Of all blocks; shards that were opened longest ago go first.</param>
public sealed record RemoteCacheOptions(string Folder, long MaxBytes)
{
    /// <summary>A folder of the user's cache.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "akkaclip", "shards");
}
