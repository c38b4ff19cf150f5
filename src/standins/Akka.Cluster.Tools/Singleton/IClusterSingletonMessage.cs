namespace Akka.Cluster.Tools.Singleton;

/// <summary>A message between singleton managers.</summary>
public interface IClusterSingletonMessage
{
}

/// <summary>From the new oldest to the former one: stop the singleton, and tell me.</summary>
internal sealed record HandOverToMe : IClusterSingletonMessage, IDeadLetterSuppression
{
    public static readonly HandOverToMe Instance = new();
}

/// <summary>From the former oldest: it is stopping.</summary>
internal sealed record HandOverInProgress : IClusterSingletonMessage
{
    public static readonly HandOverInProgress Instance = new();
}

/// <summary>From the former oldest: it has stopped.</summary>
internal sealed record HandOverDone : IClusterSingletonMessage
{
    public static readonly HandOverDone Instance = new();
}

/// <summary>From the former oldest to the new one: ask me to hand over.</summary>
internal sealed record TakeOverFromMe : IClusterSingletonMessage, IDeadLetterSuppression
{
    public static readonly TakeOverFromMe Instance = new();
}
