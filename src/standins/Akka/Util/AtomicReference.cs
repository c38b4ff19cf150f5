namespace Akka.Util;

/// <summary>A reference that several threads may swap.</summary>
public class AtomicReference<T> where T : class
{
    private T _value;

    public AtomicReference() { }

    public AtomicReference(T originalValue) => _value = originalValue;

    public T Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    public bool CompareAndSet(T expected, T newValue) =>
        ReferenceEquals(Interlocked.CompareExchange(ref _value, newValue, expected), expected);

    public T GetAndSet(T newValue) => Interlocked.Exchange(ref _value, newValue);

    public static implicit operator T(AtomicReference<T> atomicReference) => atomicReference?.Value;
}
