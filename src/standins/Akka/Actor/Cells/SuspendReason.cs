namespace Akka.Actor;

/// <summary>What a cell does as soon as its last stopping child has stopped.</summary>
internal enum SuspendReason
{
    None,
    UserRequest,
    Creation,
    Recreation,
    Termination,
}
