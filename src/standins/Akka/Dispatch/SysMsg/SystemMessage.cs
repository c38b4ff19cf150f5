namespace Akka.Dispatch.SysMsg;

/// <summary>The base of system messages. They link to each other in a mailbox: never send one object twice.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage Next;
}
