using AkkaClip.Chaos;
using AkkaClip.Chaos.Clusters;
using AkkaClip.Chaos.Faults;
using Xunit.Abstractions;

namespace AkkaClip.Cluster.Tests;

/// <summary>Every kind of fault once, as <c>ops/chaos</c> injects it. Times are for people to look at: nothing here depends on them.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_run_outlives_every_kind_of_fault_and_ends_with_the_bits_of_one_that_nobody_disturbed()
    {
        var inNamespaces = NetworkNamespaces.WhyNot is null;
        Fault[] faults = [.. FaultCatalogue.All.Where(fault => fault.WhyNot is null && (inNamespaces || !fault.NeedsNetwork))];
        var options = new TrialOptions(faults, NumInjections: null, Seed: 1) { InNamespaces = inNamespaces };

        var verdict = await new Trial(options, output.WriteLine).RunAsync(CancellationToken.None);

        Assert.Equal(faults.Select(fault => fault.Name), verdict.Faults.Select(fault => fault.Name));
        Assert.Equal(0, verdict.NumLostSteps);
        Assert.True(verdict.Samples.IsClean, string.Join("; ", verdict.Samples.Problems));
        Assert.Equal(0, verdict.NumOtherLosses);
        Assert.True(verdict.WeightsAreEqual, "the final weights differ");
    }
}
