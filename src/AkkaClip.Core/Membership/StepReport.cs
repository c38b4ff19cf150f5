namespace AkkaClip.Core.Membership;

/// <summary>What is known of one member in the current step. No report: it is still computing.</summary>
public abstract record StepReport
{
    private StepReport()
    {
    }

    /// <summary>It holds the step's reduced gradients and has applied nothing.</summary>
    /// <param name="Loss">The loss that it saw.</param>
    /// <param name="GradientNorm">Global L2 norm before clipping.</param>
    public sealed record Reduced(double Loss, double GradientNorm) : StepReport
    {
        public bool IsFinite => double.IsFinite(Loss) && double.IsFinite(GradientNorm);
    }

    /// <summary>It lives and keeps its parameters, but its step failed: a broken link, an error of its own.</summary>
    public sealed record Failed(string Reason) : StepReport;

    /// <summary>It is gone, or its replica is: a reset link, a silence limit, the cluster's detector, a restarted actor.</summary>
    public sealed record Lost(string Reason) : StepReport;
}
