namespace AkkaClip.Chaos.Faults;

/// <summary>What is done to a process.</summary>
public enum Blow
{
    /// <summary>SIGKILL: its connections are reset.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT when the others have gone on: its connections stay open, and it comes back with what it knew.</summary>
    Freeze,
}
