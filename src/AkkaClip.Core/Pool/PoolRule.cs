using System.Collections.Immutable;
using AkkaClip.Core.Membership;

namespace AkkaClip.Core.Pool;

/// <summary>How runs share the trainers that there are: a pure function of what they ask.</summary>
public static class PoolRule
{
    /// <summary>
    /// Trainers of each run. First the minimums: by priority, of equal ones to those that train already, then in the order
    /// given. A run whose minimum does not fit gets none, and what it leaves may serve another. What is left goes, by
    /// priority, to equal ones in turn. So a run takes trainers from lower ones down to their minimum, and pauses them
    /// where that is not enough for its own.
    /// </summary>
    /// <param name="demands">One of each run, the oldest first.</param>
    /// <param name="numTrainers">Trainers that there are.</param>
    public static ImmutableDictionary<RunId, int> Share(ImmutableArray<PoolDemand> demands, int numTrainers)
    {
        var left = numTrainers;
        var shares = demands.ToDictionary(demand => demand.Run, _ => 0);
        foreach (var demand in demands.OrderByDescending(demand => demand.Priority).ThenByDescending(demand => demand.Held >= demand.Minimum))
        {
            if (demand.Minimum > left || demand.Minimum > demand.Maximum)
                continue;
            shares[demand.Run] = demand.Minimum;
            left -= demand.Minimum;
        }

        foreach (var equals in demands.GroupBy(demand => demand.Priority).OrderByDescending(group => group.Key))
        {
            bool someoneGrew;
            do
            {
                someoneGrew = false;
                foreach (var demand in equals.Where(demand => shares[demand.Run] > 0 && shares[demand.Run] < demand.Maximum))
                {
                    if (left == 0)
                        break;
                    shares[demand.Run]++;
                    left--;
                    someoneGrew = true;
                }
            }
            while (someoneGrew);
        }

        return shares.ToImmutableDictionary();
    }
}
