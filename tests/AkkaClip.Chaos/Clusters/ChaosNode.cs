using AkkaClip.TestSupport.Processes;

namespace AkkaClip.Chaos.Clusters;

/// <summary>One node of the cluster as a process, started again as often as it is lost.</summary>
public sealed class ChaosNode : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly string _folder, _log;
    private readonly string[] _launcher, _arguments;
    private CommandLineProcess? _process;
    private string _address = "";

    /// <param name="folder">Where the process runs.</param>
    /// <param name="logs">Where what it said is left when it has ended.</param>
    /// <param name="launcher">The command that runs it; empty: it runs as it is.</param>
    /// <param name="arguments">Of <c>akkaclip node</c>, beyond the name.</param>
    internal ChaosNode(string name, string folder, string logs, string[] launcher, string[] arguments)
    {
        Name = name;
        _folder = folder;
        _log = Path.Combine(logs, $"{name}.log");
        _launcher = launcher;
        _arguments = ["node", "--name", name, .. arguments];
    }

    public string Name { get; }

    /// <summary>The trainer on it, as runs name it.</summary>
    public string Trainer => $"{Name}-0000";

    public bool HasEnded => _process is null or { HasExited: true };

    /// <summary>Starts the process, and waits until the cluster has taken it in.</summary>
    public async Task StartAsync()
    {
        await DisposeAsync();
        _process = CommandLineProcess.StartBy(_launcher, _folder, _arguments);
        await _process.OutputContainsAsync("; Ctrl-C leaves the cluster"); // the end of the line
        var started = await _process.OutputContainsAsync($"{Name} has started, as ");
        _address = started.Split(' ', ';')[4];
    }

    /// <summary>SIGKILL. Returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.EndAsync();
    }

    /// <summary>SIGSTOP.</summary>
    public Task FreezeAsync() => _process!.FreezeAsync();

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => _process!.ThawAsync();

    /// <summary>Waits until this control node knows that another one is no member any more, as it is now.</summary>
    public Task SeesRemovedAsync(ChaosNode other) => _process!.ErrorsContainAsync($"Member removed [{other._address}]");

    /// <summary>Waits until the process has ended.</summary>
    /// <exception cref="ChaosException">It does not.</exception>
    public async Task EndAsync()
    {
        try
        {
            await _process!.EndAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException e)
        {
            throw new ChaosException($"{Name} did not end within {s_limit.TotalMinutes} minutes", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        var ended = await _process.EndAsync();
        await File.AppendAllTextAsync(_log, $"{ended.Output}{ended.Errors}--- ended with {ended.ExitCode}\n");
        _process.Dispose();
        _process = null;
    }
}
