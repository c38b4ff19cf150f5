using System.Diagnostics;
using AkkaClip.Data.Metadata.Columns;
using AkkaClip.Data.Metadata.Files;
using AkkaClip.Data.Metadata.Filters;
using AkkaClip.Data.Metadata.Generation;
using AkkaClip.Data.Metadata.Selection;

namespace AkkaClip.Benchmarks;

/// <summary>Rows a second through filters over generated LAION-like files, all cores; and the time that 100 million rows would take at that rate.</summary>
public static class MetadataThroughput
{
    private const long NumRows = 4_000_000;
    private const long AskedRows = 100_000_000;

    private static readonly (string Name, string Filter, bool IsWritten)[] s_runs =
    [
        ("two columns of numbers, counted", "similarity >= 0.3 and punsafe < 0.45", false),
        ("two columns of numbers, written", "similarity >= 0.4 and punsafe < 0.45", true),
        ("numbers and text, counted", "similarity >= 0.3 and text like '%dog%'", false),
    ];

    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var folder = Directory.CreateTempSubdirectory("akkaclip-metadata-");
        try
        {
            var start = Stopwatch.GetTimestamp();
            var files = MetadataMaker.MakeAsync(folder.FullName, new MetadataOptions { NumRows = NumRows }, false, null, default).GetAwaiter().GetResult();
            output.WriteLine($"made {NumRows:N0} rows, {files.Sum(f => new FileInfo(f).Length) / 1e6:N0} MB, at {NumRows / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} rows/s");
            output.WriteLine($"{"filter",-34} {"rows/s",12} {"CPU s",8} {"kept",10}   {AskedRows:N0} rows would take (asked: 60 s)");
            foreach (var (name, filter, isWritten) in s_runs)
                Measure(output, name, filter, files, isWritten ? folder.CreateSubdirectory("out").FullName : null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(TextWriter output, string name, string filter, IReadOnlyList<string> files, string? folder)
    {
        var run = new SelectionRun(files, SideOrder.Detect, MemoryBudget.Default);
        SelectionReport report = null!;
        var (best, cpu) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            var (start, used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            report = run.RunAsync([new WhereTest(RowFilter.Parse(filter))], folder, new Dictionary<string, string>(), null, default).GetAwaiter().GetResult();
            var elapsed = Stopwatch.GetElapsedTime(start);
            used = Process.GetCurrentProcess().TotalProcessorTime - used;
            (best, cpu) = (elapsed < best ? elapsed : best, used < cpu ? used : cpu);
        }
        var perSecond = NumRows / best.TotalSeconds;
        output.WriteLine($"{name,-34} {perSecond,12:N0} {cpu.TotalSeconds,8:F2} {report.Kept,10:N0}   {AskedRows / perSecond:F0} s, of CPU {cpu.TotalSeconds * AskedRows / NumRows:F0} s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }
}
