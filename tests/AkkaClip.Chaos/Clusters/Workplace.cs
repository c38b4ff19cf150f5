using System.Globalization;
using AkkaClip.TestSupport.Folders;

namespace AkkaClip.Chaos.Clusters;

/// <summary>The folder of a trial: generated data, a run file, the cluster's secret, the nodes' logs, and the folder of the runs.</summary>
public sealed class Workplace : IDisposable
{
    internal const string Secret = "cluster.secret", Runs = "runs";

    /// <summary>The name of the run that is disturbed.</summary>
    public const string Run = "disturbed";

    private const int DiskMegabytes = 64;

    private readonly ShapesFolder _shapes = new();

    private Workplace()
    {
    }

    public string Root => _shapes.Root;

    public string Logs => Path.Combine(Root, "logs");

    public string RunFolder => Path.Combine(Root, Runs, Run);

    /// <summary>The journal of the registry.</summary>
    public string Database => Path.Combine(Root, Runs, "akkaclip.db");

    /// <summary>The file system of the run's checkpoints, if it has one of its own.</summary>
    public SmallDisk? Disk { get; private set; }

    /// <summary>Leaves the folder where it is when the trial ends.</summary>
    public bool Keep { get; set; }

    /// <param name="withDisk">Whether checkpoints go to a small file system of their own, which can be filled.</param>
    public static async Task<Workplace> CreateAsync(bool withDisk)
    {
        var workplace = new Workplace();
        await workplace._shapes.InitializeAsync();
        Directory.CreateDirectory(workplace.Logs);
        Directory.CreateDirectory(workplace.RunFolder);
        var secret = Path.Combine(workplace.Root, Secret);
        await File.WriteAllTextAsync(secret, "a secret of the trials");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (withDisk)
        {
            workplace.Disk = SmallDisk.Mount(DiskMegabytes);
            Directory.CreateSymbolicLink(Path.Combine(workplace.RunFolder, "checkpoints"), workplace.Disk.Root);
        }

        return workplace;
    }

    /// <summary>
    /// What a run of the trial is told, whoever trains it. The rate is constant, so that the run can be ended at any step
    /// and still be the same as one that was to end there.
    /// </summary>
    public static string[] Settings(string name, int numTrainers, long numSteps) =>
    [
        "run.conf",
        "-D", $"name={name}",
        "-D", string.Create(CultureInfo.InvariantCulture, $"trainers.count={numTrainers}"),
        "-D", string.Create(CultureInfo.InvariantCulture, $"training.num-steps={numSteps}"),
        "-D", "training.logical-shards=4",
        "-D", "training.schedule=constant",
        "-D", "trainers.checksum-every-steps=10",
    ];

    public void Dispose()
    {
        Disk?.Dispose();
        if (!Keep)
            _shapes.Dispose();
    }
}
