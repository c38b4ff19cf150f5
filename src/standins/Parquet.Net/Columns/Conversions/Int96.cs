using System.Runtime.InteropServices;

namespace Parquet.Columns.Conversions;

/// <summary>Twelve bytes: nanoseconds of a day and a Julian day, or an integer.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct Int96
{
    public long NanosOfDay;
    public int JulianDay;
}
