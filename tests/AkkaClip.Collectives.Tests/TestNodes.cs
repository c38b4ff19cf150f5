using AkkaClip.Collectives.Links;

namespace AkkaClip.Collectives.Tests;

/// <summary>Nodes of one cluster in this process.</summary>
internal static class TestNodes
{
    public static DataPlaneOptions Options { get; } = new()
    {
        Secret = "a secret that all nodes share"u8.ToArray(),
        UnixSocket = false,

        // A machine that stalls for seconds breaks no link that no test means to break; tests of limits set their own.
        OpeningTimeout = TimeSpan.FromSeconds(30),
        LinkTimeout = TimeSpan.FromSeconds(30),
        SilenceLimit = TimeSpan.FromSeconds(30),
        Warn = _ => { },
    };
}
