using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Nodes;

namespace AkkaClip.App.Configuration;

/// <summary>What a node was configured to: <c>reference.conf</c>, the node's file over it, and the command line on top.</summary>
/// <param name="Node">The node, validated, with absolute paths.</param>
/// <param name="ActorSystem">Everything that its actor system needs.</param>
internal sealed record NodeConfiguration(NodeSpec Node, Config ActorSystem)
{
    /// <param name="nodeFile">A node file; null: the reference and the overrides alone.</param>
    /// <param name="overrides">Of the command line.</param>
    /// <exception cref="UserErrorException">Something is wrong; the message holds all that is.</exception>
    public static NodeConfiguration Load(string? nodeFile, IReadOnlyList<ConfigOverride> overrides) =>
        Load(nodeFile, overrides, Environment.CurrentDirectory, Environment.MachineName, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Load(string?, IReadOnlyList{ConfigOverride})"/>
    internal static NodeConfiguration Load(
        string? nodeFile, IReadOnlyList<ConfigOverride> overrides, string workingDirectory, string machine, Func<string, string?> environment)
    {
        var configuration = LayeredConfiguration.Load(new[] { nodeFile }.OfType<string>(), overrides, workingDirectory, environment);
        var secrets = new SecretReader(configuration.Errors, environment);
        var node = new NodeSpecReader(configuration.Section(NodeSpecReader.Root), secrets, machine, ProgramVersion.Number).Read();
        foreach (var error in node.Validate())
            configuration.Add(error);
        configuration.Errors.ThrowIfAny();
        return new NodeConfiguration(node, ActorSystemConfig.Of(node, configuration));
    }
}
