using AkkaClip.Model.Fused;
using AkkaClip.Model.Parameters;
using AkkaClip.Model.Towers;

namespace AkkaClip.Model.Optimization;

/// <summary>Chooses the optimizer's implementation: it follows that of the towers.</summary>
internal static class OptimizerFactory
{
    public static IAdamW Create(AdamWOptions options, FlatParameters parameters, TowerPair towers) =>
        towers.Fused ? FusedTowers.Optimizer(options, parameters) : new PlainAdamW(options, parameters);
}
