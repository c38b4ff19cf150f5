using System.Collections.Immutable;
using AkkaClip.Core.Runs;
using AkkaClip.Model.Fused;
using AkkaClip.Model.Optimization;
using AkkaClip.Model.Replicas;
using AkkaClip.Model.Towers;

namespace AkkaClip.Benchmarks.Steps;

/// <summary>One way to compute the step.</summary>
/// <param name="Towers">What is computed, for counting operations; the reference computes everything.</param>
internal sealed record Variant(string Name, TowerOptions Towers, Func<Workload, int, IContestant> Create)
{
    private static readonly TowerOptions s_everything = new();
    private static readonly TowerOptions s_nothing = new() { TrimText = false, PooledLastBlock = false };

    /// <summary>What all others are compared with.</summary>
    public static Variant Baseline { get; } = Trainer("everything on", s_everything);

    /// <summary>The OpenCLIP-like step, which the product is compared with.</summary>
    public static Variant Reference { get; } =
        new("OpenCLIP-like step", s_nothing, (workload, threads) => new OpenClipReference(workload, threads));

    public static ImmutableArray<Variant> Others { get; } =
    [
        Reference,
        Trainer("EOT trimming off", s_everything with { TrimText = false }),
        Trainer("pooled last block off", s_everything with { PooledLastBlock = false }),
        .. FusedKernels.SupportsBFloat16
            ? [Trainer("bf16 linears", s_everything with { Precision = PrecisionKind.BFloat16 })]
            : ImmutableArray<Variant>.Empty,
        Trainer("2 trainers, half the threads each", s_everything, trainers: 2),
        Trainer("plain TorchSharp", s_everything, compute: ComputeKind.Plain),
    ];

    private static Variant Trainer(
        string name, TowerOptions towers, int trainers = 1, ComputeKind compute = ComputeKind.Auto) =>
        new(name, towers, (workload, threads) =>
        {
            var all = threads > 0 ? threads : Environment.ProcessorCount;
            return new TrainerContestant(workload, Options(workload, towers, compute), trainers, Math.Max(1, all / trainers));
        });

    private static ReplicaOptions Options(Workload workload, TowerOptions towers, ComputeKind compute) => new()
    {
        Config = workload.Config,
        Loss = LossKind.Clip,
        Compute = compute,
        Device = "cpu",
        Seed = 1,
        Towers = towers,
        Optimizer = new AdamWOptions(0.9, 0.98, 1e-6, 0.2, DecayRule.V4, ClipNorm: 1),
    };
}
