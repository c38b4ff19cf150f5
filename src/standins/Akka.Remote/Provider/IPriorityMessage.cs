namespace Akka.Remote;

/// <summary>Marks heartbeats: they travel with the system messages, never behind bulk.</summary>
internal interface IPriorityMessage
{
}
