using Akka.Configuration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Nodes;
using AkkaClip.Core.Runs;

namespace AkkaClip.App.Configuration;

/// <summary>How a command talks to a cluster of which its process is no member.</summary>
/// <param name="Client">Whom it talks to.</param>
/// <param name="ActorSystem">Everything that its actor system needs.</param>
internal sealed record ClientConfiguration(ClientSpec Client, Config ActorSystem)
{
    private const string Root = "akkaclip.client";

    /// <param name="files">Run and node files, nearest first.</param>
    /// <param name="overrides">Of the command line.</param>
    /// <returns>Null: no cluster is named, so that what is asked is about this process and this machine.</returns>
    /// <exception cref="UserErrorException">Something is wrong; the message holds all that is.</exception>
    public static ClientConfiguration? Load(IEnumerable<string> files, IReadOnlyList<ConfigOverride> overrides) =>
        Load(files, overrides, Environment.CurrentDirectory, Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Load(IEnumerable{string}, IReadOnlyList{ConfigOverride})"/>
    internal static ClientConfiguration? Load(
        IEnumerable<string> files, IReadOnlyList<ConfigOverride> overrides, string workingDirectory, Func<string, string?> environment)
    {
        var configuration = LayeredConfiguration.Load(files, overrides, workingDirectory, environment);
        var client = Read(configuration);
        configuration.Errors.ThrowIfAny();
        return client;
    }

    /// <summary>Takes from a configuration what is of a client, and notes what is wrong with it.</summary>
    internal static ClientConfiguration? Read(LayeredConfiguration configuration)
    {
        var section = configuration.Section(Root);
        var cluster = configuration.Section(NodeSpecReader.Root).At("cluster");
        var client = new ClientSpec(
            section.Texts("cluster"), cluster.Text("system"), section.OptionalText("host"), section.Duration("timeout"), NodeSpecReader.ReadTls(cluster.At("tls")));
        foreach (var contact in client.Contacts.Where(contact => !NodeSpec.IsEndpoint(contact)))
            configuration.Add(new SpecError($"{Root}.cluster", contact, "host:port, where a node of the cluster is"));
        return client.Contacts.IsEmpty ? null : new ClientConfiguration(client, ActorSystemConfig.Of(client, configuration));
    }
}
