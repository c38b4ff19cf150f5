using System.Text;
using AkkaClip.Core.Sampling;

namespace AkkaClip.Model.Parameters;

/// <summary>
/// Draws the initial values of parameters. Each has a stream of its own, keyed by seed and name: the same values for any
/// layout, any number of trainers, any set of locked parameters.
/// </summary>
public static class Initializer
{
    /// <param name="values">Receives the parameter, row-major.</param>
    public static void Fill(ParameterSpec spec, long seed, Span<float> values)
    {
        var random = CounterRandom.For(seed, RandomPurpose.Initialization, StableHash(spec.Name));
        switch (spec.Initialization)
        {
            case Initialization.Constant constant:
                values.Fill((float)constant.Value);
                break;
            case Initialization.Normal normal:
                foreach (ref var value in values)
                    value = (float)(normal.StandardDeviation * random.NextGaussian());
                break;
            case Initialization.Uniform uniform:
                foreach (ref var value in values)
                    value = (float)random.NextDouble(-uniform.Bound, uniform.Bound);
                break;
            default:
                throw new ArgumentException($"unknown initialisation {spec.Initialization}", nameof(spec));
        }
    }

    /// <summary>FNV-1a: the built-in hash of strings differs from process to process.</summary>
    private static long StableHash(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var unit in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ unit) * 0x100000001B3;
        return (long)hash;
    }
}
