namespace AkkaClip.Data.Shards;

/// <summary>Tells shards on a web server from those in files.</summary>
public static class ShardLocation
{
    public static bool IsRemote(string location) =>
        location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
