using System.CommandLine;
using AkkaClip.App.Configuration;
using AkkaClip.Core.Errors;

namespace AkkaClip.App.CommandLine;

/// <summary>The options with which a verb names a cluster that this process is no member of.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string[]> _cluster = new("--cluster") { Description = "A node of a cluster, as host:port. May be repeated. Default: akkaclip.client.cluster of the node's file; without any, this machine's own runs." };
    private readonly Option<string?> _node = new("--node") { Description = "A node's HOCON file: how to reach the cluster, its TLS, and keys between the reference and the run." };

    public ClusterOptions(Command command)
    {
        command.Options.Add(_cluster);
        command.Options.Add(_node);
    }

    public string? NodeFile(ParseResult parsed) => parsed.GetValue(_node);

    /// <summary>The cluster that the command line names, as a key; none, where it names none.</summary>
    public IReadOnlyList<ConfigOverride> Named(ParseResult parsed) =>
        parsed.GetValue(_cluster) is { Length: > 0 } named ? [ConfigOverride.Of(_cluster.Name, "akkaclip.client.cluster", named)] : [];

    /// <summary>How to reach the cluster; null: none is named.</summary>
    public ClientConfiguration? Find(ParseResult parsed) =>
        ClientConfiguration.Load(new[] { NodeFile(parsed) }.OfType<string>(), Named(parsed));

    /// <summary>As <see cref="Find"/>, for what only a cluster can do.</summary>
    /// <exception cref="UserErrorException">None is named.</exception>
    public ClientConfiguration Require(ParseResult parsed) => Find(parsed) ?? throw new UserErrorException(
        $"akkaclip run {parsed.CommandResult.Command.Name} is for runs of a cluster: name one of its nodes by --cluster HOST:PORT. A run of a process of its own is ended by Ctrl-C there, with a checkpoint, and goes on when it is submitted again");
}
