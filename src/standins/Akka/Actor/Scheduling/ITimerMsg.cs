namespace Akka.Actor;

/// <summary>A message of a timer, with what tells whether it is still wanted.</summary>
internal interface ITimerMsg : IWrappedMessage, INoSerializationVerificationNeeded
{
    object Key { get; }

    int Generation { get; }

    TimerScheduler Owner { get; }
}

internal class TimerMsg : ITimerMsg
{
    public TimerMsg(object key, int generation, TimerScheduler owner, object message)
    {
        Key = key;
        Generation = generation;
        Owner = owner;
        Message = message;
    }

    public object Key { get; }

    public int Generation { get; }

    public TimerScheduler Owner { get; }

    public object Message { get; }

    public override string ToString() => $"TimerMsg(key={Key}, generation={Generation}, message={Message})";
}

internal sealed class TimerMsgNotInfluenceReceiveTimeout : TimerMsg, INotInfluenceReceiveTimeout
{
    public TimerMsgNotInfluenceReceiveTimeout(object key, int generation, TimerScheduler owner, object message)
        : base(key, generation, owner, message)
    {
    }
}
