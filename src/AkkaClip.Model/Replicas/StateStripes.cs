using AkkaClip.Model.Parameters;

namespace AkkaClip.Model.Replicas;

/// <summary>
/// The parts that a checkpoint is divided into: the weights, which stay whole, and the two moments are one line of three
/// equal lengths, cut into parts that are about equal.
/// </summary>
internal static class StateStripes
{
    /// <summary>The parameters whose moments are in a part, in the order of their offsets: they lie together.</summary>
    public static IEnumerable<ParameterSlot> Slots(StateLayout layout, int stripe, int numStripes) =>
        layout.Parameters.Slots.Where(slot => !slot.Frozen && Of(slot, layout, numStripes) == stripe).OrderBy(slot => slot.Offset);

    /// <summary>The part of the moments that these take.</summary>
    public static (int Start, int Length) Moments(StateLayout layout, int stripe, int numStripes)
    {
        var slots = Slots(layout, stripe, numStripes).ToList();
        if (slots.Count == 0)
            return (0, 0);
        var (start, last) = (checked((int)slots[0].Offset), slots[^1]);
        return (start, checked((int)last.Offset + last.Length - start));
    }

    private static int Of(ParameterSlot slot, StateLayout layout, int numStripes)
    {
        var length = (double)layout.Parameters.TrainedLength;
        return numStripes <= 3
            ? (int)((length + (2.0 * slot.Offset)) * numStripes / (3 * length))
            : 1 + (int)(slot.Offset * (numStripes - 1) / length);
    }
}
