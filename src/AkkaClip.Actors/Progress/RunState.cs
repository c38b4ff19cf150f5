namespace AkkaClip.Actors.Progress;

/// <summary>What a run is doing, as operators see it.</summary>
public enum RunState
{
    /// <summary>Taken, and its trainers are being started.</summary>
    Starting,

    /// <summary>Fewer trainers than the run's minimum are there.</summary>
    Waiting,
    Training,

    /// <summary>Held at a step boundary until it is resumed.</summary>
    Paused,

    /// <summary>No more steps; the last checkpoint and evaluations are under way.</summary>
    Finishing,

    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>Ended early on request, with a checkpoint to resume from.</summary>
    Stopped,

    /// <summary>Ended early by an error that needs a person.</summary>
    Failed,
}

public static class RunStates
{
    /// <summary>Whether nothing more will happen in a run of this state until someone resumes it anew.</summary>
    public static bool IsFinal(this RunState state) => state is RunState.Completed or RunState.Stopped or RunState.Failed;
}
