using System.Collections.Immutable;
using System.Globalization;
using AkkaClip.Core.Runs;

namespace AkkaClip.Core.Nodes;

/// <summary>Finds every value of a node that is out of its range or contradicts another; what the machine has is not asked here.</summary>
internal sealed class NodeSpecValidator : SpecValidator
{
    private const string Root = "akkaclip.node";
    private const int MinSecretLength = 16;

    public static ImmutableArray<SpecError> Validate(NodeSpec node)
    {
        var validator = new NodeSpecValidator();
        validator.CheckNode(node);
        validator.CheckCluster(node.Cluster, node.Has(NodeRoles.Control));
        validator.CheckDataPlane(node.DataPlane, node.Cluster);
        validator.CheckPbm(node.Pbm);
        if (node.Has(NodeRoles.Control))
            validator.CheckPersistence(node.Persistence);
        return validator.Errors;
    }

    private void CheckNode(NodeSpec node)
    {
        Check($"{Root}.name", node.Name, IsName(node.Name), "1 to 63 small letters, digits or '-', with a letter or digit first and last");
        Check($"{Root}.roles", List(node.Roles), !node.Roles.IsEmpty && node.Roles.All(NodeRoles.All.Contains), $"one or more of {string.Join(", ", NodeRoles.All)}");
        Check($"{Root}.roles", List(node.Roles), node.Roles.Distinct().Count() == node.Roles.Length, "named once each");
        if (node.Has(NodeRoles.Trainer))
            Check($"{Root}.devices", List(node.Devices), !node.Devices.IsEmpty && node.Devices.All(device => device == "cpu" || IsNumberedGpu(device)), "cpu or cuda:<number>, one or more, one trainer each");
        CheckAtLeast($"{Root}.trainer-threads", node.TrainerThreads, 0);
        Check($"{Root}.runs-directory", node.RunsDirectory, node.RunsDirectory.Length > 0, "the path of a folder");
        Check($"{Root}.secret", $"({node.Secret.Length} letters)", node.Secret.Length >= MinSecretLength, $"{MinSecretLength} letters or more, the same on all nodes");
        CheckPositive($"{Root}.limits.roll-call", node.RollCall);
        CheckPositive($"{Root}.limits.restart-grace", node.RestartGrace);
        CheckAtLeast($"{Root}.limits.loader-megabytes", node.LoaderMegabytes, 1);
        CheckPositive($"{Root}.limits.offer-interval", node.NodeOfferInterval);
    }

    private void CheckCluster(ClusterSpec cluster, bool mayStartAlone)
    {
        const string Path = $"{Root}.cluster";
        Check($"{Path}.system", cluster.System, IsSystemName(cluster.System), "letters, digits, '-' or '_', with a letter or digit first");
        CheckHost($"{Path}.host", cluster.Host);
        CheckPort($"{Path}.port", cluster.Port);
        Check($"{Path}.seeds", List(cluster.Seeds), cluster.Seeds.All(IsEndpoint), "host:port each");
        Check($"{Path}.seeds", "[]", mayStartAlone || !cluster.Seeds.IsEmpty, "one host:port or more: only a node of role control starts a cluster");
        CheckPositive($"{Path}.stable-after", cluster.StableAfter);
        CheckTls($"{Path}.tls", cluster.Tls);
    }

    private void CheckDataPlane(DataPlaneSpec plane, ClusterSpec cluster)
    {
        const string Path = $"{Root}.data-plane";
        if (plane.Host != cluster.Host) // taken over from there, and told there
            CheckHost($"{Path}.host", plane.Host);
        CheckPort($"{Path}.port", plane.Port);
        CheckPositive($"{Path}.progress-deadline", plane.ProgressDeadline);
        CheckTls($"{Path}.tls", plane.Tls);
    }

    private void CheckPbm(PbmSpec? pbm)
    {
        const string Path = $"{Root}.pbm";
        if (pbm is null)
            return;
        Check($"{Path}.host", pbm.Host, IsHost(pbm.Host), "an address of this machine, 127.0.0.1 or 0.0.0.0");
        CheckPort($"{Path}.port", pbm.Port);
    }

    private void CheckPersistence(PersistenceSpec persistence)
    {
        const string Path = $"{Root}.persistence";
        if (persistence.Provider == PersistenceProvider.Sqlite)
            Check($"{Path}.file", persistence.File, persistence.File.Length > 0, "the path of a file, for SQLite");
        else
            Check($"{Path}.connection-string", "(none)", persistence.ConnectionString.Length > 0, "given for PostgreSQL, such as \"Host=db;Database=akkaclip;Username=akkaclip;Password=...\"");
    }

    private void CheckTls(string path, TlsSpec? tls)
    {
        if (tls is not null)
            Check($"{path}.certificate", tls.Certificate, tls.Certificate.Length > 0, "the path of a PKCS#12 file, or off");
    }

    private void CheckHost(string path, string host) =>
        Check(path, host, IsHost(host) && host is not ("0.0.0.0" or "::"), "the name or address by which the other nodes reach this one");

    private void CheckPort(string path, int port) => Check(path, port, port is >= 0 and <= 65535, "0 (any free one) to 65535");

    private void CheckPositive(string path, TimeSpan time) => Check(path, time, time > TimeSpan.Zero, "longer than 0");

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 63 && name[0] != '-' && name[^1] != '-' && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static bool IsSystemName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    internal static bool IsEndpoint(string endpoint) =>
        endpoint.LastIndexOf(':') is var colon and > 0 && IsHost(endpoint[..colon])
        && int.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535;

    private static bool IsHost(string host) => Uri.CheckHostName(host) is not (UriHostNameType.Unknown or UriHostNameType.Basic);

    private static string List(ImmutableArray<string> texts) => $"[{string.Join(", ", texts)}]";
}
