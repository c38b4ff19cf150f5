using System.Diagnostics;
using Xunit;

namespace AkkaClip.TestSupport.Folders;

/// <summary>A file system of few bytes in memory, mounted for one test: what "no space left" really does.</summary>
public sealed class SmallDisk : IDisposable
{
    private const string BallastName = "ballast";

    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Root => _folder.Root;

    /// <summary>Why none can be mounted here; null: nothing speaks against trying.</summary>
    public static string? WhyNot =>
        !OperatingSystem.IsLinux() ? "a small disk is mounted on Linux only"
        : !Environment.IsPrivilegedProcess ? "mounting a small disk needs root"
        : null;

    /// <exception cref="SkipException">This system or user may not mount.</exception>
    public static SmallDisk Mount(int megabytes)
    {
        Skip.If(WhyNot is not null, WhyNot);
        var disk = new SmallDisk();
        var (code, said) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "akkaclip-test", disk.Root);
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
        for (var free = new DriveInfo(Root).AvailableFreeSpace; free > (long)leaveMegabytes << 20; free -= megabyte.Length)
            ballast.Write(megabyte, 0, (int)Math.Min(megabyte.Length, free - ((long)leaveMegabytes << 20)));
    }

    public void FreeBallast() => File.Delete(Path.Combine(Root, BallastName));

    public void Dispose()
    {
        // Lazily: a process that still has a file open there is not this test's concern.
        Run("umount", "--lazy", Root);
        _folder.Dispose();
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
