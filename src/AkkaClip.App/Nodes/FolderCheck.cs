using System.Globalization;

namespace AkkaClip.App.Nodes;

/// <summary>Whether a node can write into its folders.</summary>
internal static class FolderCheck
{
    private const double Gibibyte = 1L << 30;
    private const double LittleSpace = Gibibyte;

    /// <summary>The folder of the runs: made where it is missing, written to, and its disk asked for its space and its clock.</summary>
    public static async Task<IReadOnlyList<Finding>> RunsAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        const string Name = "runs";
        var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(probe, new byte[1], cancellation);
            // The time is that of the file server, where the folder is on one.
            var clock = ClockCheck.Run("the disk of the runs", new DateTimeOffset(File.GetLastWriteTimeUtc(probe), TimeSpan.Zero), time);
            File.Delete(probe);
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{folder}, writable, {free / Gibibyte:N1} GiB free");
            return [free < LittleSpace ? Finding.Warning(Name, $"{text}: checkpoints may not fit") : Finding.Fine(Name, text), .. clock];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Finding.Refusal(Name, $"akkaclip.node.runs-directory = {folder} cannot be written: {e.Message}")];
        }
    }
}
