using System.Globalization;
using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Chaos.Clusters;

/// <summary>Nodes of a cluster, each a process of its own: two that lead in turn, three that train, one that evaluates.</summary>
/// <remarks>
/// Three trainers, so that two may be lost at once; six nodes, so that the four others are a majority then. Every node gets
/// a trainer's thread count of 1, because several share the machine.
/// </remarks>
public sealed class ChaosCluster : IAsyncDisposable
{
    private readonly Workplace _workplace;
    private readonly string[] _seeds;
    private readonly List<ChaosNode> _controls;

    /// <param name="inNamespaces">Every node in a network namespace of its own; else all on the loopback.</param>
    public ChaosCluster(Workplace workplace, bool inNamespaces)
    {
        _workplace = workplace;
        Network = inNamespaces ? new NetworkNamespaces() : null;
        Post[] controls = [NewPost("control-1", "control", LoopbackPort.Free()), NewPost("control-2", "control", LoopbackPort.Free())];
        _seeds = [.. controls.Select(post => string.Create(CultureInfo.InvariantCulture, $"{post.Host}:{post.Port}"))];
        _controls = [.. controls.Select(NewNode)];
        Trainers = [.. new[] { "a", "b", "c" }.Select(name => NewNode(NewPost(name, "trainer")))];
        Evaluator = NewNode(NewPost("evaluator", "evaluator"));
    }

    /// <summary>Null: the nodes are on the loopback.</summary>
    public NetworkNamespaces? Network { get; }

    public IReadOnlyList<ChaosNode> Trainers { get; }

    public ChaosNode Evaluator { get; }

    /// <summary>The oldest control node: the registry and the coordinators are there.</summary>
    public ChaosNode Leader => _controls[0];

    private IEnumerable<ChaosNode> Nodes => [.. _controls, .. Trainers, Evaluator];

    public async Task StartAsync()
    {
        foreach (var node in _controls)
            await node.StartAsync();
        await Task.WhenAll(Trainers.Append(Evaluator).Select(node => node.StartAsync()));
    }

    /// <summary>Starts a node again; a control node is the youngest then.</summary>
    public async Task RestartAsync(ChaosNode node)
    {
        if (_controls.Remove(node))
            _controls.Add(node);
        await node.StartAsync();
    }

    /// <summary>Starts again what has ended, because it was killed or because the cluster had gone on without it.</summary>
    public Task RestartEndedAsync() => Task.WhenAll(Nodes.Where(node => node.HasEnded).ToList().Select(RestartAsync));

    /// <summary>Runs <c>akkaclip run</c> against the cluster.</summary>
    /// <exception cref="ChaosException">It did not succeed.</exception>
    public async Task CommandAsync(params string[] arguments)
    {
        using var program = CommandLineProcess.StartBy(
            Network?.Outside ?? [], _workplace.Root, ["run", .. arguments, .. _seeds.SelectMany(seed => new[] { "--cluster", seed })]);
        var ended = await program.EndAsync();
        if (ended.ExitCode != 0)
            throw new ChaosException($"akkaclip run {string.Join(' ', arguments)} ended with {ended.ExitCode}: {ended.Errors}{ended.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
        Network?.Dispose();
    }

    private Post NewPost(string name, string roles, int port = 0)
    {
        var (host, launcher) = Network?.Join(name) ?? ("127.0.0.1", []);
        return new Post(name, roles, host, port, launcher);
    }

    private ChaosNode NewNode(Post post) => new(
        post.Name,
        _workplace.Root,
        _workplace.Logs,
        post.Launcher,
        [
            "--roles", post.Roles,
            "--host", post.Host,
            "--port", post.Port.ToString(CultureInfo.InvariantCulture),
            .. _seeds.SelectMany(seed => new[] { "--seed", seed }),
            "-D", "trainer-threads=1",
            "-D", $"secret.file={Workplace.Secret}",
            "-D", $"runs-directory={Workplace.Runs}",
        ]);

    /// <summary>Where a node is, and what it does.</summary>
    /// <param name="Port">0: any free one.</param>
    /// <param name="Launcher">The command that runs a program there.</param>
    private sealed record Post(string Name, string Roles, string Host, int Port, string[] Launcher);
}
