using System.Globalization;

namespace AkkaClip.Chaos.Reports;

/// <summary>A verdict for people.</summary>
public static class VerdictTable
{
    public static void Write(Verdict verdict, TextWriter output)
    {
        output.WriteLine($"{"fault",-20} {"count",5}  {"next step p50",13}  {"p99",8}  {"aim",8}  {"steps lost",10}");
        foreach (var fault in verdict.Faults)
        {
            var (median, worst, aim) = (Quantiles.Of(fault.Times, 0.5), Quantiles.Of(fault.Times, 0.99), verdict.AimOf(fault));
            output.WriteLine($"{fault.Name,-20} {fault.Times.Count,5}  {Seconds(median),13}  {Seconds(worst),8}  {Seconds(aim),8}  {fault.NumLostSteps,10}{(worst > aim ? "  missed" : "")}");
        }

        output.WriteLine();
        output.WriteLine($"steps                {verdict.NumSteps}, {Seconds(verdict.StepTime)} each (median)");
        output.WriteLine($"steps lost           {verdict.NumLostSteps}");
        output.WriteLine($"samples              {verdict.Samples.SamplesLost} lost, {verdict.Samples.SamplesDoubled} doubled, {verdict.Samples.StepsExchanged} steps with others");
        foreach (var problem in verdict.Samples.Problems)
            output.WriteLine($"  {problem}");
        output.WriteLine($"steps of other loss  {verdict.NumOtherLosses}");
        output.WriteLine($"joins                {verdict.JoinTimes.Count}, {Seconds(Quantiles.Of(verdict.JoinTimes, 0.5))} from the last step without to the first with (median)");
        output.WriteLine($"final weights        {(verdict.WeightsAreEqual ? "the same bits as without faults" : "DIFFERENT from those without faults")}");
    }

    public static void Write(Tax tax, TextWriter output)
    {
        output.WriteLine($"step in one process        {Seconds(tax.AloneStep)} (median)");
        output.WriteLine($"step on the cluster        {Seconds(tax.ClusterStep)}, {Percent(tax.Share)}");
        output.WriteLine($"step behind a checkpoint   {Seconds(tax.CheckpointStep)}, {Percent(tax.CheckpointShare)}, every {tax.CheckpointEvery} steps");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:+0.0;-0.0} %");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F3} s");
}
