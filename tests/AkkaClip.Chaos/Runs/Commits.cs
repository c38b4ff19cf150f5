using AkkaClip.Actors.Progress;

namespace AkkaClip.Chaos.Runs;

/// <summary>What the log of a run says about its steps.</summary>
public static class Commits
{
    /// <summary>Steps that had been committed, and were done again because nobody who had them was left.</summary>
    public static int NumLost(IEnumerable<LoggedEvent> events)
    {
        var (reached, lost) = (0L, 0L);
        foreach (var (_, happened) in events)
        {
            if (happened is RunEvent.GenerationStarted started)
                lost += Math.Max(0, reached - started.FirstStep);
            reached = happened switch
            {
                RunEvent.Progressed progress => progress.Step,
                RunEvent.GenerationStarted generation => generation.FirstStep,
                _ => reached,
            };
        }

        return (int)lost;
    }

    /// <summary>The time between two steps that followed each other within one generation.</summary>
    /// <param name="isMeant">Of which steps; null: of all.</param>
    public static IReadOnlyList<TimeSpan> Intervals(IReadOnlyList<LoggedEvent> events, Func<long, bool>? isMeant = null) =>
        [.. Adjacent(events)
            .Where(pair => pair.First.Event is RunEvent.Progressed before && pair.Second.Event is RunEvent.Progressed next
                && before.Generation == next.Generation && next.Step == before.Step + 1 && (isMeant?.Invoke(next.Step) ?? true))
            .Select(pair => pair.Second.Time - pair.First.Time)];

    /// <summary>The time between the last step without a trainer and the first one with it.</summary>
    public static IReadOnlyList<TimeSpan> Joins(IReadOnlyList<LoggedEvent> events)
    {
        var joins = new List<TimeSpan>();
        LoggedEvent? before = null;
        var isJoined = false;
        foreach (var logged in events)
        {
            isJoined |= logged.Event is RunEvent.TrainerHealed;
            if (logged.Event is RunEvent.TrainerLost)
                (before, isJoined) = (null, false);
            if (logged.Event is not RunEvent.Progressed)
                continue;
            if (isJoined && before is not null)
                joins.Add(logged.Time - before.Time);
            (before, isJoined) = (logged, false);
        }

        return joins;
    }

    /// <summary>Every step with the one before it: what else was recorded in between is left out, unless a generation began there.</summary>
    private static IEnumerable<(LoggedEvent First, LoggedEvent Second)> Adjacent(IReadOnlyList<LoggedEvent> events)
    {
        var steps = events.Where(logged => logged.Event is RunEvent.Progressed).ToList();
        return steps.Zip(steps.Skip(1));
    }

    /// <summary>Loss of every step, as it was recorded last.</summary>
    public static IReadOnlyDictionary<long, double> Losses(IEnumerable<RunEvent> events) => events
        .OfType<RunEvent.Progressed>()
        .GroupBy(progress => progress.Step)
        .ToDictionary(step => step.Key, step => step.Last().Loss);
}
