using System.Globalization;
using System.IO.Enumeration;
using AkkaClip.Core.Errors;
using AkkaClip.Core.Scaling;

namespace AkkaClip.App.Scaling;

/// <summary>Fits all laws to all series, and answers what is asked of them.</summary>
internal sealed class ScalingStudy(ScalingRequest request)
{
    private readonly List<string> _warnings = [];

    private double Confidence => request.Bootstrap.Confidence;

    /// <exception cref="UserErrorException">A series is too small for any law, or nothing is left to hold out.</exception>
    public ScalingReport Run(string file, string task, string metric, IReadOnlyList<ScalingSeries> series)
    {
        if (series.All(s => s.Points.Count < 3))
            throw new UserErrorException($"{file}: no series of '{task}' has 3 models, which a law needs: {string.Join(", ", series.Select(s => $"{s.Name} {s.Points.Count}"))}; pool some by --series NAME=PATTERN.");
        var reports = series.Select(Report).ToList();
        return new ScalingReport(file, task, metric, Confidence, request.Bootstrap.NumDraws, request.Bootstrap.Seed, reports, [.. Differences(series)], _warnings);
    }

    private ScalingReport.SeriesReport Report(ScalingSeries series)
    {
        var laws = Laws(series);
        return new ScalingReport.SeriesReport(
            series.Name,
            series.Points.Count,
            [.. laws.Select(law => Describe(series, law.Method, law.Law))],
            Saturating(series),
            TwoVariables(series),
            [.. request.Predictions.SelectMany(target => laws, (target, law) => Predict(series, target, law.Method, law.Law))],
            request.HoldOut.Count > 0 ? [.. HeldOut(series)] : [],
            request.Budget is { } budget ? Split(series, budget) : null);
    }

    private List<(FitMethod Method, PowerLaw Law)> Laws(ScalingSeries series)
    {
        var laws = new List<(FitMethod, PowerLaw)>();
        foreach (var method in request.Methods)
        {
            if (PowerLaw.TryFit(series.Points, method) is { } law)
                laws.Add((method, law));
            else
                Warn($"{series.Name}: no law by {MethodNames.Of(method)}: {PointSelection.Select(series.Points, method).Count} of {series.Points.Count} models are left, and 3 of different compute are needed");
        }
        return laws;
    }

    private ScalingReport.Law Describe(ScalingSeries series, FitMethod method, PowerLaw law)
    {
        var bootstrap = Bootstrap.Of(series.Points, draw => PowerLaw.TryFit(draw, method) is { } other ? [other.Alpha] : null, request.Bootstrap);
        return new ScalingReport.Law(
            method, law.Points.Count, law.Alpha, law.AlphaStandardError, law.AlphaInterval(Confidence), bootstrap?[0],
            law.Beta, law.LogBeta, law.RSquared, law.MeanAbsoluteError(series.Points), [.. law.Points.Select(p => p.Source.Label)]);
    }

    private ScalingReport.Saturation? Saturating(ScalingSeries series)
    {
        var frontier = PointSelection.Select(series.Points, FitMethod.Frontier);
        if (SaturatingLaw.TryFit(frontier) is not { } law)
            return null;
        var floor = Bootstrap.Of(series.Points, draw => SaturatingLaw.TryFit(PointSelection.Select(draw, FitMethod.Frontier)) is { } other ? [other.Floor] : null, request.Bootstrap);
        return new ScalingReport.Saturation(law.Floor, floor?[0], law.Alpha, law.Beta, law.PValue, frontier.Count);
    }

    private ScalingReport.TwoVariables? TwoVariables(ScalingSeries series) =>
        TwoVariableLaw.TryFit(series.Points) is { } law
            ? new ScalingReport.TwoVariables(
                law.ModelAlpha, law.ModelAlphaInterval(Confidence), law.SamplesAlpha, law.SamplesAlphaInterval(Confidence), law.LogConstant, law.RSquared, law.NumPoints)
            : null;

    private ScalingReport.Predicted Predict(ScalingSeries series, ScalingTarget target, FitMethod method, PowerLaw law)
    {
        var found = law.Predict(target.Compute, Confidence);
        if (found.IsExtrapolated)
            WarnBeyond(series, target.Text, found.Reach);
        return new ScalingReport.Predicted(target.Text, method, target.Compute, found.Error, found.Interval, found.Reach);
    }

    private IEnumerable<ScalingReport.HeldOut> HeldOut(ScalingSeries series)
    {
        bool IsHeldOut(ScalingPoint point) => request.HoldOut.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, point.Label, ignoreCase: false));
        var numHeldOut = series.Points.Count(IsHeldOut);
        if (numHeldOut == 0)
        {
            Warn($"{series.Name}: --hold-out leaves no model out; they are named like {series.Points[0].Label}");
            yield break;
        }
        foreach (var method in request.Methods)
        {
            if (HoldOut.Check(series.Points, method, IsHeldOut, Confidence) is not { } held)
                Warn($"{series.Name}: without the {numHeldOut} held-out models too few are left for a law by {MethodNames.Of(method)}");
            else
            {
                foreach (var one in held)
                    yield return new ScalingReport.HeldOut(one.Point.Label, method, one.Prediction.Error, one.Prediction.Interval, one.Point.Error, one.IsInside);
            }
        }
    }

    private ScalingReport.Split Split(ScalingSeries series, double budget)
    {
        var optimum = AllocationLaw.TryFit(series.Points)?.Optimum(budget);
        var interval = optimum is null
            ? null
            : Bootstrap.Of(series.Points, draw => AllocationLaw.TryFit(draw) is { } other ? [other.Optimum(budget).ComputePerSample] : null, request.Bootstrap);
        var frontier = FrontierAllocation.TryFit(series.Points);
        if (optimum is null)
            Warn($"{series.Name}: no best split of a budget by a law: sizes and samples of the models do not tell their shares of the error apart");
        var (least, most) = (series.Points.Min(p => p.Compute), series.Points.Max(p => p.Compute));
        if (budget < least || budget > most)
            WarnBeyond(series, "the budget", Math.Max(least / budget, budget / most));
        var sizes = series.Points.Select(p => p.ComputePerSample).OfType<double>().ToList();
        if (optimum is { ComputePerSample: var size } && (size < sizes.Min() || size > sizes.Max()))
            Warn(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: the best model has {size:G3} GMAC per sample, and those trained have {sizes.Min():G3} to {sizes.Max():G3}"));
        return new ScalingReport.Split(budget, optimum, interval?[0], frontier?.ComputePerSampleAt(budget), frontier?.Exponent);
    }

    private IEnumerable<ScalingReport.Comparison> Differences(IReadOnlyList<ScalingSeries> series)
    {
        foreach (var method in request.Methods)
        {
            var laws = series.Select(s => (Series: s, Law: PowerLaw.TryFit(s.Points, method))).Where(l => l.Law is not null).ToList();
            // Series that share models are not two studies.
            var pairs = laws.SelectMany((first, i) => laws.Skip(i + 1), (first, second) => (first, second)).Where(p => !p.first.Series.Points.Intersect(p.second.Series.Points).Any());
            foreach (var (first, second) in pairs)
            {
                var found = SlopeDifference.Between(first.Law!, second.Law!, Confidence);
                yield return new ScalingReport.Comparison(first.Series.Name, second.Series.Name, method, found.Difference, found.Interval, found.PValue, found.IsEstablished);
            }
        }
    }

    private void WarnBeyond(ScalingSeries series, string what, double reach) =>
        Warn(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {what} is {reach:G3} times beyond the models of the fit; no interval covers that the law may bend there"));

    private void Warn(string warning)
    {
        if (!_warnings.Contains(warning))
            _warnings.Add(warning);
    }
}
