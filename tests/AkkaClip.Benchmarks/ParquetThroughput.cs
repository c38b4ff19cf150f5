using System.Diagnostics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AkkaClip.Benchmarks;

/// <summary>Decoding of LAION-like columns on one core, from memory: numbers in values a second, texts in bytes a second.</summary>
public static class ParquetThroughput
{
    private const int NumRows = 1_000_000;
    private const int NumRowGroups = 4;
    private const int Rounds = 3;

    public static void Run(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var random = new Random(0);
        var similarity = Enumerable.Range(0, NumRows).Select(_ => (double?)(0.28 + random.NextDouble() * 0.2)).ToArray();
        var width = Enumerable.Range(0, NumRows).Select(_ => (int?)(random.Next(64, 4000))).ToArray();
        var url = Enumerable.Range(0, NumRows).Select(i => $"https://cdn{random.Next(500)}.example.org/media/{random.NextInt64():x16}/{i:D8}-large.jpg").ToArray();
        var texts = Enumerable.Range(0, NumRows).Select(i => $"{i:D10}" + new string((char)('a' + i % 26), 120)).ToArray();
        output.WriteLine("decoding, one thread           values/s    MB/s of values   (asked: 50 million values/s of numbers, 400 MB/s of text)");
        foreach (var method in new[] { CompressionMethod.Snappy, CompressionMethod.Zstd, CompressionMethod.None })
        {
            Measure(output, $"similarity, width  {method}", method, 8, [(new DataField<double?>("similarity"), similarity), (new DataField<int?>("width"), width)]);
            Measure(output, $"text, 130 letters  {method}", method, texts[0].Length, [(new DataField("text", typeof(string), isNullable: true), texts)]);
            Measure(output, $"url                {method}", method, url.Average(u => u.Length), [(new DataField("url", typeof(string), isNullable: true), url)]);
        }
    }

    private static void Measure(TextWriter output, string name, CompressionMethod method, double bytesPerValue, (DataField Field, Array Values)[] columns)
    {
        using var stream = Write(method, columns);
        Read(stream);
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            // Of the process, so that a loaded machine does not count; one thread decodes.
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            Read(stream);
            var elapsed = Process.GetCurrentProcess().TotalProcessorTime - start;
            best = elapsed < best ? elapsed : best;
        }
        var perSecond = (double)NumRows * NumRowGroups * columns.Length / best.TotalSeconds;
        output.WriteLine($"{name,-28} {perSecond,11:N0} {perSecond * bytesPerValue / 1e6,17:N0}");
    }

    private static MemoryStream Write(CompressionMethod method, (DataField Field, Array Values)[] columns)
    {
        var stream = new MemoryStream();
        using (var writer = ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(c => c.Field)), stream).GetAwaiter().GetResult())
        {
            writer.CompressionMethod = method;
            for (var g = 0; g < NumRowGroups; g++)
            {
                using var group = writer.CreateRowGroup();
                foreach (var (field, values) in columns)
                    group.WriteColumnAsync(new DataColumn(field, values)).GetAwaiter().GetResult();
            }
        }
        return stream;
    }

    private static void Read(MemoryStream stream)
    {
        stream.Position = 0;
        using var reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        foreach (var group in reader.RowGroups)
        {
            foreach (var field in reader.Schema.DataFields)
                group.ReadColumnAsync(field).GetAwaiter().GetResult();
        }
    }
}
