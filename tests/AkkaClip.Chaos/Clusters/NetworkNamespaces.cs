using System.Diagnostics;
using System.Globalization;

namespace AkkaClip.Chaos.Clusters;

/// <summary>A network of a trial's own: every node in a network namespace, all of them plugged into one switch, which is a namespace too.</summary>
/// <remarks>Nothing of it is seen by the machine's own network, and its rules do not count here. Linux, root, and iproute2.</remarks>
public sealed class NetworkNamespaces : IDisposable
{
    private const string Switch = "switch", Bridge = "br0", Port = "eth0";
    private static readonly Lazy<string?> s_whyNot = new(Try);
    private static int s_numNetworks;

    private readonly string _prefix = string.Create(
        CultureInfo.InvariantCulture, $"akkaclip-{Environment.ProcessId}-{Interlocked.Increment(ref s_numNetworks)}-");

    private readonly List<string> _names = [];

    /// <exception cref="ChaosException">This machine does not let itself be divided.</exception>
    public NetworkNamespaces()
    {
        Add(Switch);
        Ip("-n", Of(Switch), "link", "add", Bridge, "type", "bridge");
        Ip("-n", Of(Switch), "address", "add", $"{Gateway}/24", "dev", Bridge);
        Ip("-n", Of(Switch), "link", "set", Bridge, "up");
    }

    /// <summary>Why there can be none here; null: there can be.</summary>
    public static string? WhyNot => s_whyNot.Value;

    /// <summary>Runs a program where it reaches all nodes.</summary>
    public string[] Outside => Launcher(Switch);

    private static string Gateway => AddressOf(1);

    /// <summary>Makes the namespace of a node, and plugs it in.</summary>
    /// <returns>Its address, and the command that runs a program in it.</returns>
    public (string Address, string[] Launcher) Join(string node)
    {
        Add(node);
        var number = _names.Count;
        var plug = string.Create(CultureInfo.InvariantCulture, $"port{number}");
        Ip("-n", Of(Switch), "link", "add", plug, "type", "veth", "peer", "name", Port, "netns", Of(node));
        Ip("-n", Of(Switch), "link", "set", plug, "master", Bridge, "up");
        Ip("-n", Of(node), "address", "add", $"{AddressOf(number)}/24", "dev", Port);
        Restore(node);
        return (AddressOf(number), Launcher(node));
    }

    /// <summary>Pulls a node's cable: nothing is reset, nothing arrives.</summary>
    public void Cut(string node) => Ip("-n", Of(node), "link", "set", Port, "down");

    public void Restore(string node) => Ip("-n", Of(node), "link", "set", Port, "up");

    /// <summary>Lets a node send so much a second, and no more.</summary>
    public void Slow(string node, int megabits) => Run(
        "tc", "-n", Of(node), "qdisc", "replace", "dev", Port, "root", "tbf", "rate", string.Create(CultureInfo.InvariantCulture, $"{megabits}mbit"), "burst", "64kb", "latency", "200ms");

    public void Hasten(string node) => Run("tc", "-n", Of(node), "qdisc", "delete", "dev", Port, "root");

    public void Dispose()
    {
        foreach (var name in _names)
            Ip("netns", "delete", name);
        _names.Clear();
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "network namespaces need Linux and root";
        try
        {
            using var network = new NetworkNamespaces();
            network.Join("try");
            network.Slow("try", megabits: 1);
            return null;
        }
        catch (ChaosException e)
        {
            return e.Message;
        }
    }

    private static string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"10.213.7.{number}");

    private string Of(string node) => _prefix + node;

    private string[] Launcher(string node) => ["ip", "netns", "exec", Of(node)];

    private void Add(string node)
    {
        Ip("netns", "add", Of(node));
        _names.Add(Of(node));
        Ip("-n", Of(node), "link", "set", "lo", "up");
    }

    private static void Ip(params string[] arguments) => Run("ip", arguments);

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new ChaosException($"{program} {string.Join(' ', arguments)}: {said}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ChaosException($"{program} (iproute2) is not installed", e);
        }
    }
}
