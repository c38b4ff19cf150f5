using AkkaClip.Core.Exchange;

namespace AkkaClip.Collectives.InProcess;

/// <summary>
/// One operation of a group: the members' buffers as they arrive, and the work cut into units that any thread may take.
/// Units touch disjoint parts, so that any number of them may run at once. The group's lock guards everything else.
/// </summary>
internal abstract class Operation(InProcessGroup group, long number) : ICollectiveOperation
{
    public long Number { get; } = number;

    /// <summary>Which members have called it.</summary>
    public bool[] Arrived { get; } = new bool[group.WorldSize];

    public int NumArrived { get; set; }

    /// <summary>Fails the group when members stay away; null once all have come, or without time-out.</summary>
    public ITimer? ArrivalTimer { get; set; }

    /// <summary>The first unit that nobody has taken.</summary>
    public int NextUnit { get; set; }

    public int NumFinished { get; set; }

    /// <summary>All units are finished. Final: a later failure of the group does not touch this operation.</summary>
    public bool IsDone { get; set; }

    /// <summary>What was called and with which sizes; equal at every member, or the members disagree.</summary>
    public abstract string Description { get; }

    public abstract int NumUnits { get; }

    public IEnumerable<int> ArrivedRanks => Enumerable.Range(0, Arrived.Length).Where(rank => Arrived[rank]);

    public bool IsReady => NumArrived == Arrived.Length;

    public abstract void Run(int unit);

    public void Complete() => group.Complete(this);
}
