namespace Akka.Actor;

/// <summary>An answer that is a success or a failure; a failure makes the task of an Ask fail.</summary>
public abstract class Status
{
    public sealed class Success : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object Status;

        public Success(object status) => Status = status;

        public override string ToString() => Status is null ? "Success" : $"Success: {Status}";
    }

    public sealed class Failure : Status
    {
        public readonly Exception Cause;
        public readonly object State;

        public Failure(Exception cause) => Cause = cause;

        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        public override string ToString() => State is null
            ? $"Failure: {Cause?.Message}"
            : $"Failure: {Cause?.Message}. State: {State}";
    }
}
