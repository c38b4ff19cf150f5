using System.Diagnostics;
using Xunit;

namespace AkkaClip.TestSupport.Folders;

/// <summary>A file system of few bytes in memory, mounted for one test: what "no space left" really does.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string BallastName = "ballast";

    /// <summary>Linux's number of the error.</summary>
    private const int NoSpaceLeft = 28;

    private static readonly Lazy<string?> s_whyNot = new(Try);

    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Root => _folder.Root;

    /// <summary>Why none can be mounted here; null: one can be.</summary>
    public static string? WhyNot => s_whyNot.Value;

    /// <exception cref="SkipException">This system or user may not mount.</exception>
    public static SmallDisk Mount(int megabytes)
    {
        Skip.If(WhyNot is not null, WhyNot);
        var disk = new SmallDisk();
        var (code, said) = disk.TryMount(megabytes);
        if (code == 0)
            return disk;
        disk._folder.Dispose();
        throw new SkipException($"no small disk can be mounted here: {said}");
    }

    /// <summary>Takes all but so many megabytes of what is free, until <see cref="FreeBallast"/>.</summary>
    public void Fill(int leaveMegabytes)
    {
        using var ballast = File.Create(Path.Combine(Root, BallastName));
        var megabyte = new byte[1 << 20];
        try
        {
            for (var free = new DriveInfo(Root).AvailableFreeSpace; free > (long)leaveMegabytes << 20; free -= megabyte.Length)
                ballast.Write(megabyte, 0, (int)Math.Min(megabyte.Length, free - ((long)leaveMegabytes << 20)));
        }
        catch (IOException e) when (e.HResult == NoSpaceLeft)
        {
            // Somebody else has taken the rest meanwhile.
        }
    }

    public void FreeBallast() => File.Delete(Path.Combine(Root, BallastName));

    public void Dispose()
    {
        // Lazily: a process that still has a file open there is not this test's concern.
        Run("umount", "--lazy", Root);
        _folder.Dispose();
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "a small disk is mounted on Linux only";
        if (!Environment.IsPrivilegedProcess)
            return "mounting a small disk needs root";
        using var disk = new SmallDisk();
        var (code, said) = disk.TryMount(megabytes: 1);
        return code == 0 ? null : $"no small disk can be mounted here: {said}";
    }

    private (int Code, string Said) TryMount(int megabytes) => Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "akkaclip-test", Root);

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
