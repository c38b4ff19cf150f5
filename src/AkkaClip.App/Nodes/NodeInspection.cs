using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration;
using AkkaClip.Core.Nodes;
using AkkaClip.Model.Replicas;

namespace AkkaClip.App.Nodes;

/// <summary>Looks at the machine before a node starts on it: what there is, and everything that would not work.</summary>
internal static class NodeInspection
{
    private const double Gibibyte = 1L << 30;

    /// <param name="node">The node that is about to start.</param>
    /// <param name="actorSystem">Its actor system's configuration.</param>
    public static async Task<ImmutableArray<Finding>> RunAsync(NodeSpec node, Config actorSystem, TimeProvider time, CancellationToken cancellation)
    {
        var cluster = PortCheck.RunAsync("cluster", node.Cluster.Host, node.Cluster.Port, "akkaclip.node.cluster", cancellation);
        var plane = node.DataPlane is { Port: 0 } && node.DataPlane.Host == node.Cluster.Host
            ? Task.FromResult(Finding.Fine("data plane", $"{node.DataPlane.Host}:any")) // told with the cluster's, if that host is wrong
            : PortCheck.RunAsync("data plane", node.DataPlane.Host, node.DataPlane.Port, "akkaclip.node.data-plane", cancellation);
        var pbm = node.Pbm is { } asked ? PortCheck.RunAsync("pbm", asked.Host, asked.Port, "akkaclip.node.pbm", cancellation) : null;
        var seeds = SeedCheck.RunAsync(node, actorSystem, time, cancellation);
        var runs = FolderCheck.RunsAsync(node.RunsDirectory, time, cancellation);
        var database = node.Has(NodeRoles.Control) ? DatabaseCheck.RunAsync(node.Persistence, time, cancellation) : null;
        return
        [
            Finding.Fine("node", $"{node.Name}, roles {string.Join(", ", node.Roles)}, akkaclip {ProgramVersion.Text}"),
            Machine(),
            .. Devices(node),
            await cluster,
            await plane,
            .. pbm is null ? [] : new[] { await pbm },
            .. Certificates(node, time),
            .. await seeds,
            .. await runs,
            .. database is null ? [] : await database,
        ];
    }

    private static Finding Machine() => Finding.Fine("machine", string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:N1} GiB of memory"));

    private static IEnumerable<Finding> Devices(NodeSpec node)
    {
        if (!node.Has(NodeRoles.Trainer))
            yield break;
        var gpus = node.Devices.Where(device => device != "cpu").Select(device => int.Parse(device.AsSpan("cuda:".Length), CultureInfo.InvariantCulture)).ToList();
        var count = gpus.Count == 0 ? 0 : Gpus.Count;
        var absent = gpus.Where(gpu => gpu >= count).Distinct().Select(gpu => $"cuda:{gpu}").ToList();
        if (absent.Count > 0)
        {
            yield return Finding.Refusal("devices", $"there is no {string.Join(", ", absent)}: libtorch finds {count} GPUs on this machine; see akkaclip.node.devices, or --device");
            yield break;
        }
        var threads = node.ThreadsPerTrainer(Environment.ProcessorCount);
        var text = string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", node.Devices)}; one trainer each, {threads} thread{(threads == 1 ? "" : "s")} on a CPU");
        yield return Finding.Fine("devices", text);
    }

    private static IEnumerable<Finding> Certificates(NodeSpec node, TimeProvider time)
    {
        if (node.Cluster.Tls is { } cluster)
            yield return CertificateCheck.Run("cluster", cluster, time);
        if (node.DataPlane.Tls is { } plane)
            yield return CertificateCheck.Run("data plane", plane, time);
    }
}
