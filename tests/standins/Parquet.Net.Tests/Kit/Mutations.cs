namespace Parquet.Tests.Kit;

/// <summary>Changes files at random, and reads what comes of it.</summary>
internal static class Mutations
{
    /// <summary>How often to change a file: a few times, or as many times more as AKKACLIP_FUZZ says.</summary>
    public static int Rounds(int few) => few * (int.TryParse(Environment.GetEnvironmentVariable("AKKACLIP_FUZZ"), out var factor) ? Math.Max(1, factor) : 1);

    public static byte[] Change(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            // Headers and footer are where it hurts: half of the changes go to the last part.
            var at = random.Next(2) == 0 ? random.Next(bytes.Length) : Math.Max(0, bytes.Length - 1 - random.Next(Math.Min(600, bytes.Length)));
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Fill(255); break;
                default: bytes = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(bytes.Length, at + random.Next(1, 20)))]; break;
            }
        }
        return bytes;
    }

    /// <summary>Reads all columns; values and refusals are fine, anything else fails the test.</summary>
    public static async Task ReadAsync(byte[] bytes, long maxAllocated)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            await Tables.ReadAllAsync(stream);
        }
        catch (Exception e) when (e is ParquetException or IOException)
        {
            Assert.NotEmpty(e.Message);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxAllocated);
    }
}
