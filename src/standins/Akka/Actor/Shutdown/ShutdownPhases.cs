using Akka.Configuration;

namespace Akka.Actor;

/// <summary>The phases as configured, and their order.</summary>
internal static class ShutdownPhases
{
    public static Dictionary<string, Phase> FromConfig(Config config)
    {
        var defaultTimeout = config.GetTimeSpan("default-phase-timeout", allowInfinite: false);
        var phases = config.GetConfig("phases");
        return phases.AsEnumerable().ToDictionary(entry => entry.Key, entry =>
        {
            var phase = phases.GetConfig(entry.Key) ?? Config.Empty;
            return new Phase(
                [.. phase.GetStringList("depends-on", [])],
                phase.GetTimeSpan("timeout", defaultTimeout, allowInfinite: false),
                phase.GetBoolean("recover", true));
        });
    }

    /// <summary>Every phase after those that it depends on.</summary>
    /// <exception cref="ArgumentException">The phases depend on each other in a circle.</exception>
    public static List<string> Sort(Dictionary<string, Phase> phases)
    {
        var sorted = new List<string>();
        var visiting = new HashSet<string>();
        foreach (var phase in phases.Keys.Concat(phases.Values.SelectMany(p => p.DependsOn)).Distinct())
            Visit(phase);
        return sorted;

        void Visit(string phase)
        {
            if (sorted.Contains(phase))
                return;
            if (!visiting.Add(phase))
            {
                throw new ArgumentException(
                    $"Cycle detected in graph of phases. It must be a DAG. phase [{phase}] depends transitively on itself.", nameof(phases));
            }
            if (phases.TryGetValue(phase, out var known))
            {
                foreach (var before in known.DependsOn)
                    Visit(before);
            }
            sorted.Add(phase);
        }
    }
}
