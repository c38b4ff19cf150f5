using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Tests;

/// <summary>Nodes of one cluster in this process.</summary>
internal static class TestNodes
{
    public static DataPlaneOptions Options { get; } = new()
    {
        Secret = "a secret that all nodes share"u8.ToArray(),
        UnixSocket = false,
        Warn = _ => { },
    };
}
