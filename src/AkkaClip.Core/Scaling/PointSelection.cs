namespace AkkaClip.Core.Scaling;

/// <summary>Picks the points that a method draws its line through.</summary>
public static class PointSelection
{
    private const int NumBins = 5;

    /// <summary>How far, in log10, the bins reach beyond the most expensive model: it lies in the last bin, not on its edge.</summary>
    private const double BinMargin = 0.1;

    /// <summary>The points of a method in the order of their compute.</summary>
    public static IReadOnlyList<FitPoint> Select(IReadOnlyList<ScalingPoint> points, FitMethod method)
    {
        var ordered = points.Select(FitPoint.Of).OrderBy(p => p.LogCompute).ThenBy(p => p.LogError).ToList();
        return method switch
        {
            FitMethod.AllRows => ordered,
            FitMethod.Frontier => Frontier(ordered),
            FitMethod.Binned => Binned(ordered),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "No such method."),
        };
    }

    private static List<FitPoint> Frontier(List<FitPoint> ordered)
    {
        var frontier = new List<FitPoint>();
        foreach (var point in ordered)
        {
            if (frontier.Count == 0 || point.LogError < frontier[^1].LogError)
                frontier.Add(point);
        }
        return frontier;
    }

    private static List<FitPoint> Binned(List<FitPoint> ordered)
    {
        if (ordered.Count == 0)
            return [];
        var from = ordered[0].LogCompute;
        var width = (ordered[^1].LogCompute + BinMargin - from) / NumBins;
        return
        [
            .. ordered.GroupBy(p => Math.Min((int)((p.LogCompute - from) / width), NumBins - 1))
                .Select(bin => bin.MinBy(p => p.LogError) with { LogCompute = from + ((bin.Key + 0.5) * width) }),
        ];
    }
}
