namespace Akka.Actor;

/// <summary>A cancelable that was cancelled before it began.</summary>
internal sealed class AlreadyCanceledCancelable : ICancelable
{
    public static readonly ICancelable Instance = new AlreadyCanceledCancelable();

    private AlreadyCanceledCancelable() { }

    public bool IsCancellationRequested => true;

    public CancellationToken Token => new(true);

    public void Cancel() { }

    public void Cancel(bool throwOnFirstException) { }

    void ICancelable.CancelAfter(TimeSpan delay) { }

    void ICancelable.CancelAfter(int millisecondsDelay) { }
}
