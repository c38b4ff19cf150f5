namespace Akka.Actor.Scheduler;

/// <summary>A message that the scheduler tells. The receiver sees the message within.</summary>
public interface IScheduledTellMsg : IWrappedMessage, INoSerializationVerificationNeeded
{
}

internal sealed class ScheduledTellMsg : IScheduledTellMsg
{
    public ScheduledTellMsg(object message) => Message = message;

    public object Message { get; }
}

internal sealed class ScheduledTellMsgNoInfluenceReceiveTimeout : IScheduledTellMsg, INotInfluenceReceiveTimeout
{
    public ScheduledTellMsgNoInfluenceReceiveTimeout(object message) => Message = message;

    public object Message { get; }
}
