using System.Collections.Immutable;
using AkkaClip.Core.Membership;
using AkkaClip.Core.Schedules;

namespace AkkaClip.Actors.Training;

/// <summary>Where the state behind the last committed step is found when a generation starts.</summary>
public enum StateOrigin
{
    /// <summary>The source holds it.</summary>
    Living,

    /// <summary>Nowhere: every member makes the run's seeded start.</summary>
    Seed,

    /// <summary>In a checkpoint, which the source reads.</summary>
    Checkpoint,
}

/// <summary>A generation, and how its members come to hold the same state.</summary>
/// <param name="Generation">Members, ranks and first step.</param>
/// <param name="Origin">Where the state is.</param>
/// <param name="Source">A member that has the state; where it comes from a checkpoint, the one that reads it.</param>
/// <param name="Heal">Members that take the state from others.</param>
/// <param name="CommitLearningRate">What a member that still holds the reduced gradients of the step before the first applies them with.</param>
/// <param name="AppliedIn">The generation that reduced the step before the first; 0: there is none, or the state is not a living one.</param>
/// <param name="CheckpointFolder">Of the checkpoint that the source reads.</param>
/// <param name="Hold">The first step waits for <see cref="Trainer.Proceed"/>.</param>
public sealed record GenerationPlan(
    Generation Generation,
    StateOrigin Origin,
    TrainerId Source,
    ImmutableArray<TrainerId> Heal,
    double CommitLearningRate,
    int AppliedIn,
    string? CheckpointFolder,
    bool Hold)
{
    public int SourceRank => Generation.RankOf(Source) ?? throw new InvalidOperationException($"{Source} is no member of {Generation}");

    /// <summary>Members that living ones give the state to; of any other origin it comes from the source alone.</summary>
    public bool IsGiven => Origin == StateOrigin.Living && !Heal.IsEmpty;

    /// <summary>Members that have the state, in rank order.</summary>
    public IEnumerable<TrainerId> Givers => Generation.Members.Where(member => !Heal.Contains(member));

    /// <summary>What a member is asked to begin with.</summary>
    public EntryTerms TermsFor(TrainerId member) => new(Generation.FirstStep, AppliedIn, Heal.Contains(member), Origin != StateOrigin.Living);

    /// <summary>Goes on from what living trainers hold. Who has to commit first, each of them finds out itself: a command may have been lost.</summary>
    public static GenerationPlan FromLiving(MembershipDecision.Start start, LearningRateSchedule schedule, bool hold)
    {
        var firstStep = start.Next.FirstStep;
        return new(start.Next, StateOrigin.Living, start.Sources[0], start.Heal, firstStep > 0 ? schedule.At(firstStep - 1) : 0, start.AppliedIn, null, hold);
    }

    public static GenerationPlan FromSeed(Generation generation, bool hold) =>
        new(generation, StateOrigin.Seed, generation.Members[0], [], 0, 0, null, hold);

    public static GenerationPlan FromCheckpoint(Generation generation, string folder, bool hold) =>
        new(generation, StateOrigin.Checkpoint, generation.Members[0], generation.Members[1..], 0, 0, folder, hold);
}
