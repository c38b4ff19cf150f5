namespace Akka.Actor;

/// <summary>What to do about a failed child.</summary>
public enum Directive
{
    /// <summary>Go on with the next message, state kept.</summary>
    Resume,

    /// <summary>Replace the instance; mailbox kept.</summary>
    Restart,

    /// <summary>Fail oneself, so that one's parent decides.</summary>
    Escalate,

    /// <summary>End the child.</summary>
    Stop,
}
