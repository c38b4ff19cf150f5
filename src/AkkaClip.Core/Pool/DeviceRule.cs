using System.Collections.Immutable;

namespace AkkaClip.Core.Pool;

/// <summary>Which trainers' devices serve a run: pure comparisons of names.</summary>
public static class DeviceRule
{
    /// <summary>A trainer that computes wherever the run wants: that of a run in one process.</summary>
    public const string Any = "any";

    /// <param name="offered">A trainer's device: cpu, cuda:0, or <see cref="Any"/>.</param>
    /// <param name="wanted">What a run names: cpu, cuda (any GPU), or cuda:0.</param>
    public static bool Serves(string offered, string wanted) =>
        offered == Any || offered == wanted || (wanted == "cuda" && IsGpu(offered));

    /// <summary>Where a trainer of a run computes.</summary>
    public static string Choose(string offered, string wanted) => offered == Any ? wanted : offered;

    /// <summary>Runs of one kind compete for the same devices: CPUs, or GPUs.</summary>
    public static string KindOf(string wanted) => IsGpu(wanted) ? "cuda" : wanted;

    /// <summary>Why a run has to wait: what it wants, and what there is.</summary>
    /// <returns>Null: some device serves it.</returns>
    public static string? Shortage(string wanted, ImmutableArray<string> offered)
    {
        if (offered.IsEmpty || offered.Any(device => Serves(device, wanted)))
            return null;
        var there = offered.Distinct().Order(StringComparer.Ordinal).Select(device => $"{offered.Count(other => other == device)} x {device}");
        return $"the run trains on {wanted}, and no node lends that: there are {string.Join(", ", there)}; start a node with such a device, or submit the run with another model.device";
    }

    private static bool IsGpu(string device) => device == "cuda" || device.StartsWith("cuda:", StringComparison.Ordinal);
}
