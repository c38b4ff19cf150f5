namespace AkkaClip.Collectives.Links;

/// <summary>Tells whether two processes can reach each other over a Unix socket in the abstract namespace.</summary>
internal static class HostIdentity
{
    /// <summary>This boot of this machine and this network namespace; null where the system does not say.</summary>
    public static string? Current { get; } = Read();

    private static string? Read()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/sys/kernel/random/boot_id"))
            return null;
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var network = new FileInfo("/proc/self/ns/net").LinkTarget;
        return network is null ? null : $"{boot}/{network}";
    }
}
