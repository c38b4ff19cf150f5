namespace AkkaClip.App.Reports;

/// <summary>Maps values to pixels; the range is widened to whole ticks.</summary>
internal readonly record struct ChartAxis(double Min, double Max, double Step, double From, double To)
{
    public static ChartAxis Over(double min, double max, double from, double to)
    {
        if (max - min < 1e-12)
            (min, max) = (min - 0.5, max + 0.5);
        var rough = (max - min) / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1.0, 2, 5, 10 }.First(m => m * magnitude >= rough) * magnitude;
        return new ChartAxis(Math.Floor(min / step) * step, Math.Ceiling(max / step) * step, step, from, to);
    }

    public double Place(double value) => From + (value - Min) / (Max - Min) * (To - From);

    public IEnumerable<double> Ticks()
    {
        var count = (int)Math.Round((Max - Min) / Step);
        for (var i = 0; i <= count; i++)
            yield return Math.Round(Min + i * Step, 12);
    }
}
